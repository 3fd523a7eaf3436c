"""Labels for the floor are blind by type: what a worker may hold has no field for a person, and none slips in."""

from dataclasses import fields, is_dataclass
from typing import get_args, get_origin, get_type_hints

import pytest

from labels import KINDS, View

# Every field of every kind without personal data, and of the lines inside. Whoever adds one answers for it here.
BLIND = frozenset(
    "area arrow batch board carton code count dock expiry generation gtin identity item link name number place"
    " printed_at quantity serial shop sku slots sscc station title token tote use lines words note packed_on parcel"
    " parcels sender to address".split()
)
# Places of business only: the office of a shop, where a pallet goes.
ADDRESSED = {"pallet": {"sender", "to"}, "return": {"address"}}

NONE = [kind for kind in KINDS.values() if kind.personal == "none"]


def names(kind: type) -> set[str]:
    """The names of all fields, inner ones too, without words: those are the same on every label."""
    found = set()
    for each in fields(kind):  # type: ignore[arg-type]
        found.add(each.name)
        hint = get_type_hints(kind)[each.name]
        inner = get_args(hint)[0] if get_origin(hint) is tuple else hint
        if is_dataclass(inner) and each.name != "words":
            found |= names(inner)  # type: ignore[arg-type]
    return found


@pytest.mark.parametrize("kind", NONE, ids=lambda kind: kind.kind)
def test_a_label_for_the_floor_has_only_fields_that_name_nobody(kind: type[View]) -> None:
    found = names(kind)

    assert found <= BLIND
    assert found & {"sender", "to", "address"} == ADDRESSED.get(kind.kind, set())


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.kind)
def test_whatever_has_more_is_for_staff_or_dispatch(kind: type[View]) -> None:
    personal = {"street", "postcode", "town", "city", "country", "reference", "cell", "period", "earnings", "buyer"}

    if names(kind) & personal:
        assert kind.personal in ("internal", "yes")
