"""What a key may do: each view names a scope per method, each key carries some of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from rest_framework.exceptions import PermissionDenied
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from backend.partners.authentication import key_of

if TYPE_CHECKING:  # DRF reads this module while its own views are being imported
    from rest_framework.views import APIView


class HasScope(BasePermission):
    """Lets a key pass that carries the scope which the view names for this method; a method without one is open."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        """True, or 403 `scope_missing` that names the scope."""
        method = "GET" if request.method == "HEAD" else request.method
        wanted = getattr(view, "scopes", {}).get(method)
        if wanted and wanted not in key_of(request).scopes.split():
            raise PermissionDenied(
                _("This key lacks the scope %s. Ask the works for a key with it.") % wanted, code="scope_missing"
            )
        return True
