"""The floor plan on pages: the walk of a batch, the way to the next shelf, the plan itself and how it is changed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from backend.demo import measuring
from backend.ledger.models import Event
from backend.people.models import Person
from tests import doors, world
from tests import floor as floors
from tests.floor import Floor
from tests.statements import counted
from warehouse import bin_places, drawings, floor_maps, floor_plans, stepping
from warehouse.bin_places import Misplaced
from warehouse.cards.step import Leg
from warehouse.maps import State
from warehouse.models import Batch, FloorPlan, Location, Order
from warehouse.routing import Stop

PLAN = measuring.drawing(["A", "B", "C"], bays=12)
pytestmark = pytest.mark.django_db


@pytest.fixture
def floor() -> Floor:
    return floors.build(totes=8)


@pytest.fixture
def boss(floor: Floor) -> Client:
    return doors.signed_in(world.supervisor(floor.site))


@pytest.fixture
def manager(floor: Floor) -> Client:
    return doors.signed_in(world.person(floor.site, Person.Role.MANAGER, "Ines"))


@pytest.fixture(autouse=True)
def forgetful() -> Iterator[None]:
    floor_plans._drawn.cache_clear()
    yield
    floor_plans._drawn.cache_clear()


def measured(floor: Floor, **at: tuple[int, int]) -> Order:
    """An order of one unit from each of these shelves (aisle, at_mm), on a floor that was drawn."""
    floor_plans.draw(floor.site.pk, PLAN)
    goods = [floor.product(name, units=9, name=name) for name in at]
    floor_plans.place_bins(floor.site.pk, {name: Stop(aisle, 0, mm) for name, (aisle, mm) in at.items()})
    return floor.order(*((each, 1) for each in goods))


def send(browser: Client, page: str, /, *args: object, **body: Any) -> Any:
    return browser.post(reverse(page, args=args), {"command_id": str(uuid4()), **body})


def file(text: str | bytes, name: str = "plan.json") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode() if isinstance(text, str) else text)


# The walk of a batch


def test_a_batch_page_shows_its_walk_with_metres_and_what_is_done(floor: Floor, boss: Client) -> None:
    order = measured(floor, A1=(0, 2_100), A2=(0, 9_300), C1=(2, 3_300))
    card = floor.pick(floor.set_out(order))

    answer = boss.get(reverse("batch", args=[Batch.objects.get().pk]))

    walk = answer.context["walk"]
    assert card.step == "bin"
    assert (walk.places, walk.places_done) == (3, 1)
    assert walk.metres == round(Batch.objects.get().length_mm / 1000)  # type: ignore[operator]
    assert [dot.state for dot in walk.map.dots].count(State.DONE) == 1
    assert [dot.title for dot in walk.map.dots if dot.is_next] == [walk.to]
    assert (walk.to, walk.at, walk.left_out) == (card.place, "", ())
    assert b'id="walk"' in answer.content


def test_a_worker_at_a_shelf_stands_there_on_the_map(floor: Floor) -> None:
    card = floor.set_out(measured(floor, A1=(0, 2_100), C1=(2, 3_300)))
    floor.scan(floor.row().balance.location.code)  # type: ignore[union-attr]

    walk = floor_maps.of_batch(Batch.objects.get())

    assert walk is not None
    assert (walk.at, walk.to, walk.last) == (card.place, "", "")


def test_the_numbers_on_the_map_are_those_of_the_list(floor: Floor) -> None:
    order = measured(floor, A1=(0, 2_100), A2=(0, 2_100), B1=(1, 9_300))
    batch = floor.plan(order)

    walk = floor_maps.of_batch(batch)

    assert walk is not None
    assert sorted((stop.number, stop.last) for stop in walk.map.stops) in ([(1, 1), (2, 3)], [(1, 2), (3, 3)])


def test_a_floor_that_nobody_measured_has_no_map(floor: Floor, boss: Client) -> None:
    batch = floor.plan(floor.order((floor.product("Soap", units=9), 1)))

    answer = boss.get(reverse("batch", args=[batch.pk]))

    assert answer.context["walk"] is None
    assert b'id="walk"' not in answer.content


def test_shelves_behind_a_closed_aisle_are_named_beside_the_map(floor: Floor, boss: Client, manager: Client) -> None:
    batch = floor.plan(measured(floor, A1=(0, 2_100), C1=(2, 3_300)))
    send(manager, "floor-plan-aisle", 2, traffic="closed", name="C")

    walk = boss.get(reverse("batch", args=[batch.pk])).context["walk"]

    assert (walk.places, walk.left_out) == (1, ("C1",))


def test_the_map_costs_a_batch_page_four_queries_at_most(floor: Floor, boss: Client) -> None:
    batch = floor.plan(measured(floor, A1=(0, 2_100), C1=(2, 3_300)))

    with counted() as asked:
        floor_maps.of_batch(batch)

    assert len(asked) <= 4


# The worker's card


def test_the_card_of_a_shelf_knows_the_way_from_the_start(floor: Floor) -> None:
    card = floor.set_out(measured(floor, A1=(0, 2_100), C1=(2, 3_300)))

    stops = {"A1": Stop(0, 0, 2_100), "C1": Stop(2, 0, 3_300)}
    there = stops.pop(card.place)
    assert card.leg == Leg(there=there, number=1, here=None, is_first=True, later=tuple(stops.values()))


def test_the_way_goes_on_from_the_shelf_before(floor: Floor) -> None:
    first = floor.set_out(measured(floor, A1=(0, 2_100), C1=(2, 3_300)))

    card = floor.pick(first)

    assert card.leg is not None
    assert first.leg is not None
    assert (card.leg.here, card.leg.number, card.leg.later) == (first.leg.there, 2, ())


def test_only_the_way_to_a_shelf_has_a_map(floor: Floor) -> None:
    floor.set_out(measured(floor, A1=(0, 2_100)))

    card = floor.scan(floor.row().balance.location.code)  # type: ignore[union-attr]

    assert (card.step, card.leg) == ("item", None)


def test_an_unmeasured_shelf_has_no_way(floor: Floor) -> None:
    card = floor.set_out(floor.order((floor.product("Soap", units=9), 1)))

    assert (card.step, card.leg) == ("bin", None)


def test_the_kiosk_draws_the_way_and_asks_one_query_more(floor: Floor) -> None:
    floor.set_out(measured(floor, A1=(0, 2_100), C1=(2, 3_300)))
    card = stepping.show(floor.seat)
    assert card is not None
    floor_maps.of_leg(card.leg, facility=floor.site.pk)

    with counted() as asked:
        sheet = floor_maps.of_leg(card.leg, facility=floor.site.pk)

    assert sheet is not None
    assert len(asked) == 1
    assert [(dot.text, dot.is_next) for dot in sheet.dots] == [("1", True)]
    assert len(sheet.faint) == 1
    assert sheet.here is not None


def test_the_kiosk_page_carries_the_map_and_no_style_of_its_own(floor: Floor) -> None:
    floor.set_out(measured(floor, A1=(0, 2_100), C1=(2, 3_300)))

    page = doors.seated(floor.seat).get(reverse("station-work")).content.decode()

    assert "The way to the next stop" in page
    assert 'direction="ltr"' in page
    assert "style=" not in page


def test_a_shelf_in_a_closed_aisle_leaves_the_card_without_a_map(floor: Floor, manager: Client) -> None:
    card = floor.set_out(measured(floor, A1=(0, 2_100)))
    send(manager, "floor-plan-aisle", 0, traffic="closed", name="A")

    assert floor_maps.of_leg(card.leg, facility=floor.site.pk) is None
    assert doors.seated(floor.seat).get(reverse("station-work")).status_code == 200


# The plan on a staff page


def test_the_plan_lists_its_aisles_with_their_shelves(floor: Floor, boss: Client) -> None:
    measured(floor, A1=(0, 2_100), A2=(0, 9_300), C1=(2, 3_300))
    world.location(floor.site, name="Z9")

    answer = boss.get(reverse("floor-plan"))

    rows = [(row.name, row.zone, row.lengths, row.traffic.word, row.shelves) for row in answer.context["plan"].aisles]
    assert rows == [
        ("A", "1", "15.0\u00a0m", "both ways", 2),
        ("B", "1", "15.0\u00a0m", "both ways", 0),
        ("C", "2", "15.0\u00a0m", "both ways", 1),
    ]
    assert (answer.context["plan"].shelves, answer.context["plan"].unplaced) == (3, 1)
    assert [zone.name.text for zone in answer.context["map"].zones] == ["Zone 1", "Zone 2"]


def test_a_supervisor_looks_and_a_manager_changes(floor: Floor, boss: Client, manager: Client) -> None:
    measured(floor, A1=(0, 2_100))

    assert reverse("floor-plan-drawing") not in boss.get(reverse("floor-plan")).content.decode()
    assert reverse("floor-plan-drawing") in manager.get(reverse("floor-plan")).content.decode()
    assert send(boss, "floor-plan-aisle", 0, traffic="closed", name="A").status_code == 403
    assert FloorPlan.objects.count() == 1


def test_a_floor_without_a_plan_says_what_to_do(manager: Client, boss: Client) -> None:
    assert "Take the template" in manager.get(reverse("floor-plan")).content.decode()
    assert "A manager uploads the drawing." in boss.get(reverse("floor-plan")).content.decode()


@pytest.mark.parametrize("traffic", ["closed", "up", "down"])
def test_an_aisle_is_closed_or_one_way_after_a_question(floor: Floor, manager: Client, traffic: str) -> None:
    measured(floor, A1=(0, 2_100), B1=(1, 2_100))

    question = manager.get(reverse("floor-plan-aisle", args=[1]))
    check = manager.get(reverse("floor-plan-aisle", args=[1]), {"traffic": traffic})
    answer = send(manager, "floor-plan-aisle", 1, traffic=traffic, name="B")

    assert traffic in [value for value, _ in question.context["question"].ask.choices]
    assert check.context["question"].answers == (("traffic", traffic), ("name", "B"))
    assert answer.status_code == 302
    drawing = floor_plans.in_force(floor.site.pk)
    assert drawing is not None
    assert [str(piece.traffic) for piece in drawing.layout.blocks[0]] == ["both", traffic, "both"]
    assert Event.objects.filter(kind="floor_plan.drawn").latest("pk").actor.startswith("people.person:")


def test_an_aisle_is_opened_again(floor: Floor, manager: Client) -> None:
    measured(floor, A1=(0, 2_100))
    send(manager, "floor-plan-aisle", 0, traffic="closed", name="A")

    send(manager, "floor-plan-aisle", 0, traffic="both", name="A")

    drawing = floor_plans.in_force(floor.site.pk)
    assert drawing is not None
    assert drawings.written(drawing) == drawings.written(drawings.read(PLAN))


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"traffic": "sideways", "name": "A"}, 422),
        ({"name": "A"}, 422),
        ({"traffic": "closed", "name": "Z"}, 409),
        ({"traffic": "closed"}, 409),
        ({"traffic": "both", "name": "A"}, 409),
    ],
)
def test_traffic_that_is_none_changes_nothing(floor: Floor, manager: Client, body: dict[str, str], status: int) -> None:
    measured(floor, A1=(0, 2_100))

    answer = send(manager, "floor-plan-aisle", 0, **body)

    assert answer.status_code == status
    assert FloorPlan.objects.count() == 1
    assert Event.objects.filter(kind="floor_plan.drawn").count() == 1


def test_the_same_touch_twice_draws_one_plan(floor: Floor, manager: Client) -> None:
    measured(floor, A1=(0, 2_100))
    body = {"command_id": str(uuid4()), "traffic": "closed", "name": "A"}

    codes = [manager.post(reverse("floor-plan-aisle", args=[0]), body).status_code for _ in range(2)]

    assert codes == [302, 302]
    assert FloorPlan.objects.count() == 2


# Files


def test_the_template_can_be_sent_back_as_it_is(manager: Client, floor: Floor) -> None:
    template = manager.get(reverse("floor-plan-drawing-file")).content.decode()

    looked = send(manager, "floor-plan-drawing", file=file(template))
    done = send(manager, "floor-plan-drawing", text=looked.context["sent"].text)

    assert FloorPlan.objects.count() == 1
    assert (looked.status_code, done.status_code) == (200, 302)
    assert json.loads(manager.get(reverse("floor-plan-drawing-file")).content) == json.loads(template)


def test_looking_at_a_drawing_changes_nothing_and_says_what_it_would(floor: Floor, manager: Client) -> None:
    measured(floor, A1=(0, 2_100), C1=(2, 3_300))
    wanted = measuring.drawing(["A", "B", "N", "O"], bays=12)

    answer = send(manager, "floor-plan-drawing", file=file(json.dumps(wanted)))

    facts = {fact.name: fact.value for fact in answer.context["sent"].facts}
    assert facts["Aisles"] == "4, before 3"
    assert facts["Shelves with a place"] == "2"
    assert "C → N" in answer.context["sent"].warnings[0]
    assert FloorPlan.objects.count() == 1


WRONG = [
    ("{", "Line 1, column 2"),
    ("[]", "Drawing"),
    ("[" * 200_000, "no drawing"),
    (json.dumps({**PLAN, "depots": []}), "Depots"),
    (json.dumps({**PLAN, "aisles": [{"name": "A", "zone": "1"}] * 3}), "Aisle A"),
    (json.dumps(measuring.drawing(["A"], bays=12)), "Bin C1"),
    (b"\xff\xfe\x00", "UTF-8"),
    ("x" * 900_000, "too large"),
]


@pytest.mark.parametrize(("text", "words"), WRONG, ids=[words for _, words in WRONG])
def test_a_drawing_that_cannot_be_followed_is_refused_by_its_element(
    floor: Floor, manager: Client, text: str | bytes, words: str
) -> None:
    measured(floor, A1=(0, 2_100), C1=(2, 3_300))

    answer = send(manager, "floor-plan-drawing", file=file(text))

    assert answer.status_code == 422
    assert words in answer.context["wrong"]
    assert "Nothing was changed." in answer.content.decode()
    assert FloorPlan.objects.count() == 1


def test_no_file_is_asked_for_again(floor: Floor, manager: Client) -> None:
    answer = send(manager, "floor-plan-drawing")

    assert (answer.status_code, answer.context["wrong"]) == (422, "Choose a file.")


def test_the_table_of_shelves_can_be_sent_back_with_new_places(floor: Floor, manager: Client) -> None:
    measured(floor, A1=(0, 2_100), C1=(2, 3_300))
    world.location(floor.site, name="B7")
    template = manager.get(reverse("floor-plan-bins-file")).content.decode()
    filled = template.replace("B7,,,", "B7,B,0,900").replace("C1,C,0,3300", "C1,C,0,4500")

    looked = send(manager, "floor-plan-bins", file=file(filled, "bins.csv"))
    before = floor_plans.stop_of(Location.objects.get(name="B7"))
    done = send(manager, "floor-plan-bins", text=looked.context["sent"].text)

    assert [fact.value for fact in looked.context["sent"].facts] == ["1", "1: C1", "1"]
    assert before is None
    assert done.status_code == 302
    assert floor_plans.stop_of(Location.objects.get(name="B7")) == Stop(1, 0, 900)
    assert floor_plans.stop_of(Location.objects.get(name="C1")) == Stop(2, 0, 4_500)


HEAD = "shelf,aisle,block,at_mm\n"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "Line 1"),
        ("A1,A,0,900\n", "Line 1: the head is"),
        (HEAD, "no shelf has a place"),
        (HEAD + "A1,A,0\n", "Line 2: has 3 fields"),
        (HEAD + "A1,A,0,900\nZ9,A,0,900\n", "Line 3: there is no shelf 'Z9'"),
        (HEAD + "A1,A,0,900\nA1,A,0,900\n", "Line 3: shelf A1 is there twice"),
        (HEAD + "A1,Q,0,900\n", "Line 2: the floor plan has no aisle 'Q'"),
        (HEAD + "A1,A,1,900\n", "Line 2: shelf A1 would stand outside"),
        (HEAD + "A1,A,0,99000\n", "Line 2: shelf A1 would stand outside"),
        (HEAD + "A1,A,0,-5\n", "Line 2: at_mm is a whole number"),
        (HEAD + "A1,A,0,9.5\n", "Line 2: at_mm is a whole number"),
        (HEAD + "A1,A,,900\n", "Line 2: block is a whole number"),
        (HEAD + "A1,A,0,99999999999999999999\n", "Line 2: at_mm is a whole number"),
    ],
)
def test_a_table_that_cannot_be_followed_is_refused_by_its_line(
    floor: Floor, manager: Client, text: str, words: str
) -> None:
    measured(floor, A1=(0, 2_100), C1=(2, 3_300))

    answers = [
        send(manager, "floor-plan-bins", file=file(text or "\n", "bins.csv")),
        send(manager, "floor-plan-bins", text=text),
    ]

    for answer in answers:
        assert answer.status_code == 422
        assert words in answer.context["wrong"]
    assert floor_plans.stop_of(Location.objects.get(name="A1")) == Stop(0, 0, 2_100)
    assert Event.objects.filter(kind="floor_plan.bins_placed").count() == 1


def test_shelves_cannot_be_placed_before_there_is_a_plan(floor: Floor, manager: Client) -> None:
    assert manager.get(reverse("floor-plan-bins")).status_code == 422
    assert manager.get(reverse("floor-plan-bins-file")).status_code == 422


def test_a_table_of_a_spreadsheet_with_semicolons_reads_the_same() -> None:
    drawing = drawings.read(PLAN)
    text = "\ufeffShelf; Aisle; Block; At_mm\r\nA1; A; 0; 900\r\n;;;\r\n"

    assert bin_places.read(text, drawing, known={"A1"}) == {"A1": Stop(0, 0, 900)}


def test_a_quote_that_never_ends_is_refused() -> None:
    drawing = drawings.read(PLAN)

    with pytest.raises(Misplaced):
        bin_places.read(HEAD + '"A1,A,0,900\n' * 3, drawing, known={"A1"})
