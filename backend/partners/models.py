"""Merchants whose goods we handle, and the keys by which their systems speak to us."""

from __future__ import annotations

from django.db import models

from backend.facility.models import Facility


class Merchant(models.Model):
    """An outside shop at one facility."""

    facility = models.ForeignKey(Facility, on_delete=models.PROTECT)
    name = models.CharField(max_length=80)
    allows_addressees = models.BooleanField(default=True)
    is_active = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["facility", "name"], name="merchant_name_once")]


class ApiKey(models.Model):
    """A merchant's key: `ob_<prefix>_<secret>`, stored as prefix and digest; two live while rotating."""

    merchant = models.ForeignKey(Merchant, on_delete=models.PROTECT)
    label = models.CharField(max_length=60)
    prefix = models.CharField(max_length=8, unique=True)
    digest = models.CharField(max_length=64)
    scopes = models.CharField(max_length=200)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    @property
    def actor(self) -> str:
        """The key as the ledger knows it."""
        return f"partners.apikey:{self.pk}"

    @property
    def facility_id(self) -> int:
        """The facility at which its merchant's goods lie."""
        return self.merchant.facility_id
