"""Foreign keys point down, as imports do; below the facility they do not know it at all."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.conf import settings

pytestmark = pytest.mark.house

FLOORS = (
    "dashboard",
    "demo",
    "warehouse",
    "printing",
    "partners",
    "vault",
    "facility",
    "people",
    "web",
    "jobs",
    "ledger",
)
LEVEL = {label: level for level, label in enumerate(reversed(FLOORS))} | {"partners": 4, "vault": 4}


def test_every_foreign_key_points_to_the_same_floor_or_a_lower_one() -> None:
    upward = [
        f"{model._meta.label}.{field.name} -> {field.related_model._meta.label}"
        for label in FLOORS
        for model in apps.get_app_config(label).get_models()
        for field in model._meta.get_fields()
        if field.is_relation and field.concrete and field.related_model._meta.app_label in LEVEL
        if LEVEL[field.related_model._meta.app_label] > LEVEL[label]
    ]

    assert upward == []


def test_the_vault_refers_to_no_row_outside_itself() -> None:
    outside = [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_app_config("vault").get_models()
        for field in model._meta.get_fields()
        if field.is_relation and field.concrete and field.related_model._meta.app_label != "vault"
    ]

    assert outside == []


def test_every_row_that_grows_knows_its_facility() -> None:
    growing = ("ledger.Event", "ledger.Seal", "jobs.Job", "warehouse.Order", "warehouse.Move", "warehouse.Allocation")

    without = [
        label
        for label in growing
        if "facility" not in {field.name for field in apps.get_model(label)._meta.get_fields()}
    ]

    assert without == []


def test_people_are_the_user_model_from_the_first_migration() -> None:
    assert settings.AUTH_USER_MODEL == "people.Person"


def test_no_model_orders_itself_saves_itself_or_points_anywhere_it_likes() -> None:
    faults = []
    for label in FLOORS:
        for model in apps.get_app_config(label).get_models():
            if model._meta.ordering:
                faults.append(f"{model._meta.label} has Meta.ordering")
            if "save" in vars(model):
                faults.append(f"{model._meta.label} has its own save()")
            faults += [
                f"{model._meta.label}.{field.name} is generic"
                for field in model._meta.private_fields
                if type(field).__name__ == "GenericForeignKey"
            ]

    assert faults == []
