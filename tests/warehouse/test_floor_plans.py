"""The drawing of the floor: read, refused by the part that is wrong, put in force, and bins placed on it."""

from __future__ import annotations

from copy import deepcopy

import pytest

from backend.demo import measuring
from backend.kit.errors import Invalid
from backend.ledger.models import Event
from tests import world
from warehouse import drawings, floor_plans
from warehouse.drawings import Undrawable
from warehouse.models import FloorPlan, Location
from warehouse.routing import Stop

SMALL = measuring.drawing(["A", "B", "C"], bays=12)


def _wrong(**changes):
    return {**deepcopy(SMALL), **changes}


def _with_piece(**changes):
    wrong = deepcopy(SMALL)
    wrong["blocks"][0][1] = {**wrong["blocks"][0][1], **changes}
    return wrong


def test_a_drawing_is_read_and_written_as_it_was():
    drawn = drawings.read(SMALL)

    assert drawn.names == ("A", "B", "C")
    assert drawn.zone_names == ("1", "2")
    assert drawn.zones.of_aisle == (0, 0, 1)
    assert drawings.read(drawings.written(drawn)) == drawn


@pytest.mark.parametrize(
    ("drawing", "element"),
    [
        ([], "drawing"),
        (_wrong(aisles=[]), "aisles"),
        (_wrong(aisles=[{"name": "A", "zone": "1"}] * 3), "aisle A"),
        (_wrong(aisles=[{"name": "A"}, {"name": "B", "zone": "1"}, {"name": "C", "zone": "1"}]), "aisle A"),
        (_wrong(aisles=SMALL["aisles"][:2], neighbours=[]), "drawing"),
        (_with_piece(length_mm=-1), "aisle 1, block 0"),
        (_with_piece(length_mm=1.5), "aisle 1, block 0"),
        (_with_piece(traffic="sideways"), "aisle 1, block 0"),
        (_with_piece(barrier_mm=99_999_999), "aisle 1, block 0"),
        (_wrong(steps_mm=[[3200, 3200]]), "layout"),
        (_wrong(steps_mm=[[3200, 3200], [3200]]), "cross-aisle 1"),
        (_wrong(depots=[]), "depots"),
        (_wrong(depots=[{"cross": 0, "aisle": 9}]), "depot at the junction of cross-aisle 0 and aisle 9"),
        (_wrong(neighbours=[["1", "9"]]), "zone 9 of neighbours"),
        (_wrong(neighbours=[["1", "1"]]), "neighbours ['1', '1']"),
    ],
)
def test_a_wrong_drawing_is_refused_by_the_part_that_is_wrong(drawing, element):
    with pytest.raises(Undrawable) as refusal:
        drawings.read(drawing)

    assert refusal.value.element == element


def test_a_closed_aisle_and_one_cut_off_are_not_reached():
    closed = _wrong(steps_mm=[[3200, None], [3200, None]])
    closed["blocks"][0][1] = {"length_mm": 15_000, "traffic": "closed"}
    drawn = drawings.read(closed)

    assert drawn.reaches(Stop(0, 0, 900))
    assert not drawn.reaches(Stop(1, 0, 900))
    assert not drawn.reaches(Stop(2, 0, 900))


@pytest.mark.django_db
class TestInForce:
    def test_the_newest_drawing_is_in_force(self, site):
        floor_plans.draw(site.pk, SMALL)
        floor_plans.draw(site.pk, measuring.drawing(["N", "O"], bays=12))

        assert floor_plans.in_force(site.pk).names == ("N", "O")
        assert floor_plans.in_force(world.facility().pk) is None
        assert [event.data for event in Event.objects.filter(kind="floor_plan.drawn").order_by("pk")] == [
            {"aisles": 3, "blocks": 1},
            {"aisles": 2, "blocks": 1},
        ]

    def test_a_wrong_drawing_changes_nothing(self, site):
        floor_plans.draw(site.pk, SMALL)

        with pytest.raises(Invalid) as refusal:
            floor_plans.draw(site.pk, _wrong(depots=[]))

        assert refusal.value.code == "drawing_refused"
        assert "Depots" in refusal.value.message
        assert FloorPlan.objects.count() == 1
        assert Event.objects.filter(kind="floor_plan.drawn").count() == 1

    def test_bins_are_placed_by_their_names(self, site):
        floor_plans.draw(site.pk, SMALL)
        first, second = world.location(site, name="A 01 1"), world.location(site, name="C 02 1")

        assert floor_plans.place_bins(site.pk, {"A 01 1": Stop(0, 0, 900), "C 02 1": Stop(2, 0, 2_100)}) == 2

        first.refresh_from_db()
        second.refresh_from_db()
        assert floor_plans.stop_of(first) == Stop(0, 0, 900)
        assert floor_plans.stop_of(second) == Stop(2, 0, 2_100)

    @pytest.mark.parametrize(
        ("stops", "words"),
        [
            ({"A 01 1": Stop(0, 0, 900), "Z 99 9": Stop(0, 0, 900)}, "Bin Z 99 9"),
            ({"A 01 1": Stop(7, 0, 900)}, "Bin A 01 1"),
            ({"A 01 1": Stop(0, 0, 99_000)}, "Bin A 01 1"),
        ],
    )
    def test_a_bin_outside_the_layout_is_refused_by_name_and_none_is_placed(self, site, stops, words):
        floor_plans.draw(site.pk, SMALL)
        bin_ = world.location(site, name="A 01 1")

        with pytest.raises(Invalid) as refusal:
            floor_plans.place_bins(site.pk, stops)

        bin_.refresh_from_db()
        assert words in refusal.value.message
        assert floor_plans.stop_of(bin_) is None
        assert not Event.objects.filter(kind="floor_plan.bins_placed").exists()

    def test_a_drawing_that_leaves_a_bin_outside_is_refused_by_the_name_of_the_bin(self, site):
        floor_plans.draw(site.pk, SMALL)
        world.location(site, name="C 02 1")
        floor_plans.place_bins(site.pk, {"C 02 1": Stop(2, 0, 2_100)})

        with pytest.raises(Invalid, match="Bin C 02 1"):
            floor_plans.draw(site.pk, measuring.drawing(["A", "B"], bays=12))

        assert floor_plans.in_force(site.pk).names == ("A", "B", "C")

    def test_without_a_drawing_no_bin_can_be_placed(self, site):
        world.location(site, name="A 01 1")

        with pytest.raises(Invalid) as refusal:
            floor_plans.place_bins(site.pk, {"A 01 1": Stop(0, 0, 900)})

        assert refusal.value.code == "no_floor_plan"
        assert Location.objects.filter(aisle__isnull=False).count() == 0
