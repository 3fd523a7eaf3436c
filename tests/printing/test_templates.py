"""Layouts of one's own: a draft may be wrong, a published one passes every check and never changes."""

from __future__ import annotations

import hashlib
from uuid import uuid4

import pytest
import segno
from django.db import transaction
from django.test import Client
from django.urls import reverse

import labels
from backend.facility.models import Facility, Station
from backend.kit.errors import Invalid, NotFound, Refused
from backend.ledger.models import Event
from backend.people.models import Person
from backend.printing import sending, serving, spool, templates
from backend.printing.models import LabelSerial, LabelTemplate, Printer
from tests import doors, world
from tests.printing.places import bench, beside, spooled, states
from tests.world import Quiet

pytestmark = pytest.mark.django_db
SHIPPED = labels.shipped_template_text("parcel", 1)
SURPRISE = ", ".join(
    '"' + "".join(str(int(dot)) for dot in row) + '"' for row in segno.make("SURPRISE", micro=False).matrix
)
PICTURE_OF_A_CODE = (
    SHIPPED.replace("w = 62, size = 30", "w = 40, size = 18")
    + f'image = [{{ name = "picture", x = 53, y = 5, module_dots = {{ 203 = 3, 300 = 4 }}, rows = [{SURPRISE}] }}]'
)
NEXT = max(labels.shipped_template_versions("parcel")) + 1


@pytest.fixture
def station() -> Station:
    return bench()


@pytest.fixture
def site(station: Station) -> Facility:
    return station.facility


@pytest.fixture
def manager(site: Facility) -> Person:
    return world.person(site, Person.Role.MANAGER, "Ines")


@pytest.fixture
def screen(manager: Person) -> Client:
    return doors.signed_in(manager)


def publish(site: Facility, by: Person, text: str = SHIPPED) -> LabelTemplate:
    version = templates.publish("parcel", text=text, facility=site, by=by)
    return LabelTemplate.objects.get(facility=site, kind="parcel", version=version)


def test_a_published_layout_draws_the_next_label(station: Station, site: Facility, manager: Person) -> None:
    made = publish(site, manager)

    spooled(station)
    sending.send_waiting(beside(station).pk)

    serial = LabelSerial.objects.get()
    assert (serial.template_version, serial.template_digest) == (NEXT, made.digest)
    assert Event.objects.get(kind="template.published").data["template_version"] == NEXT


def test_without_an_own_layout_the_one_of_the_house_is_in_use(station: Station) -> None:
    spooled(station)
    sending.send_waiting(beside(station).pk)

    serial, shipped = LabelSerial.objects.get(), labels.shipped_template("parcel")
    assert shipped is not None
    assert (serial.template_version, serial.template_digest) == (shipped.version, shipped.digest)


def test_a_retired_layout_gives_way_to_the_one_before_it(site: Facility, manager: Person) -> None:
    first, second = publish(site, manager), publish(site, manager, SHIPPED + "\n# second\n")

    templates.retire(second, by=manager)
    before = templates.in_use("parcel", facility=site.pk)
    templates.retire(first, by=manager)

    assert before is not None
    assert before.version == first.version
    assert templates.in_use("parcel", facility=site.pk) is None


def test_the_house_gives_the_version(site: Facility, manager: Person) -> None:
    made = publish(site, manager, SHIPPED.replace("version = 1", "version = 777"))

    assert (made.version, labels.load_template(made.text).version) == (NEXT, NEXT)


def test_a_draft_may_be_wrong_and_is_kept(site: Facility, manager: Person) -> None:
    for _ in range(2):
        templates.save("parcel", text="nonsense", facility=site, by=manager)

    draft = LabelTemplate.objects.get()
    assert (draft.text, draft.published_at) == ("nonsense", None)
    assert templates.in_use("parcel", facility=site.pk) is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("nonsense", "not TOML"),
        (SHIPPED.replace('kind = "parcel"', 'kind = "tote"'), "a layout for tote"),
        (SHIPPED.replace('field = "dock"', 'field = "street"'), "street"),
        (SHIPPED.replace("x = 5,", "x = 500,", 1), "printable area"),
        (PICTURE_OF_A_CODE, "none of its fields"),
    ],
)
def test_what_cannot_be_printed_is_not_published(site: Facility, manager: Person, text: str, words: str) -> None:
    assert text != SHIPPED
    quiet = Quiet()

    with pytest.raises(Invalid) as refusal:
        templates.publish("parcel", text=text, facility=site, by=manager)

    assert refusal.value.code == "template_unprintable"
    assert words in refusal.value.message
    assert (LabelTemplate.objects.exists(), quiet.holds()) == (False, True)


@pytest.mark.parametrize("text", ["", " \n", "x" * 64_001])
def test_an_empty_or_endless_text_is_refused(site: Facility, manager: Person, text: str) -> None:
    with pytest.raises(Invalid) as refusal:
        templates.save("parcel", text=text, facility=site, by=manager)

    assert (refusal.value.code, LabelTemplate.objects.exists()) == ("template_length", False)


def test_only_a_manager_of_the_house_changes_layouts(site: Facility) -> None:
    supervisor, stranger = (
        world.person(site, Person.Role.SUPERVISOR),
        world.person(world.facility(), Person.Role.MANAGER),
    )

    with pytest.raises(Refused) as refusal:
        templates.publish("parcel", text=SHIPPED, facility=site, by=supervisor)
    with pytest.raises(NotFound):
        templates.publish("parcel", text=SHIPPED, facility=site, by=stranger)

    assert refusal.value.status == 403
    assert not LabelTemplate.objects.exists()


def test_a_draft_is_tried_out_and_nothing_else_is_drawn_by_it(
    station: Station, site: Facility, manager: Person
) -> None:
    templates.try_out("parcel", text=SHIPPED, on=beside(station), facility=site, by=manager)
    spooled(station)
    sending.send_waiting(beside(station).pk)

    versions = list(LabelSerial.objects.order_by("pk").values_list("template_version", flat=True))
    assert (states(), versions) == (["sent", "sent"], [NEXT, NEXT - 1])


def test_a_label_with_an_address_is_not_tried_out_among_workers(station: Station, site: Facility) -> None:
    boss = world.person(site, Person.Role.MANAGER)
    Printer.objects.update(zone="dispatch")
    text = labels.shipped_template_text("carrier", 1)

    with pytest.raises(Refused) as refusal:
        templates.try_out("carrier", text=text, on=beside(station), facility=site, by=boss)

    assert (refusal.value.status, LabelSerial.objects.exists()) == (403, False)


def test_the_picture_follows_the_text(screen: Client) -> None:
    path = reverse("layout-preview", args=["parcel"])

    good = screen.post(path, {"text": SHIPPED}).content.decode()
    bad = screen.post(path, {"text": SHIPPED.replace('field = "dock"', 'field = "street"')}).content.decode()

    assert '<svg class="parcel"' in good
    assert "<svg class" not in bad
    assert "street" in bad


def test_the_editor_keeps_publishes_and_retires(screen: Client, site: Facility) -> None:
    path = reverse("layout", args=["parcel"])

    def press(deed: str, text: str) -> int:
        return screen.post(path, {"command_id": str(uuid4()), "deed": deed, "text": text}).status_code

    assert press("save", "half a thought") == 302
    assert screen.get(path).context["text"] == "half a thought"
    assert press("publish", "half a thought") == 422
    assert press("publish", SHIPPED.replace("\n", "\r\n")) == 302
    made = LabelTemplate.objects.get()
    retired = screen.post(reverse("layout-retire", args=[made.pk]), {"command_id": str(uuid4())})

    assert (made.published_at is None, "\r" in made.text, retired.status_code) == (False, False, 302)
    assert LabelTemplate.objects.get().retired_at is not None


def test_a_kind_that_has_no_layout_is_not_there(screen: Client) -> None:
    for kind in ("packing", "nothing"):
        assert screen.get(reverse("layout", args=[kind])).status_code == 404


def test_every_kind_with_a_layout_opens_in_the_editor(screen: Client) -> None:
    assert screen.get(reverse("layouts")).status_code == 200
    for kind in templates.kinds():
        page = screen.get(reverse("layout", args=[kind]))
        assert (page.status_code, page.context["fault"]) == (200, "")


def test_a_handed_out_label_is_drawn_again_by_the_layout_of_the_first_time() -> None:
    station = bench(zone="dispatch")
    site = station.facility
    by = world.person(site, Person.Role.MANAGER)
    view = labels.CarrierLabel.longest()
    with transaction.atomic():
        serial = spool.hand_out(labels.CarrierLabel, at=station, subject="warehouse.parcel:1", by=by)

    first = serving.draw(view, serial=serial.pk)
    templates.publish("carrier", text=labels.shipped_template_text("carrier", 1), facility=site, by=by)
    again = serving.draw(view, serial=serial.pk)

    serial.refresh_from_db()
    assert again == first
    assert serial.digest == hashlib.sha256(first).hexdigest()
    assert serial.template_version == 1
