"""At the desk: the shop's own label prints instead of the house's, or the page says why not and what to do."""

from __future__ import annotations

import uuid
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from backend.kit.errors import Refused
from backend.ledger.models import Event
from backend.people.models import Person
from backend.printing import sending, spool
from backend.printing.models import LabelSerial, Printer
from backend.vault import carrier_files
from labels import render
from tests import doors, shipping, world
from tests.labels.examples import carrier
from tests.own_labels import PDF, RIGHT, SENTINELS, SSCC, addressed, read, sent, zpl
from tests.world import Quiet
from warehouse import carrier_labels, dispatch
from warehouse.models import CarrierLabelFile, Parcel

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


@pytest.fixture
def desk() -> shipping.Desk:
    return shipping.desk()


@pytest.fixture
def parcel(desk: shipping.Desk) -> Parcel:
    made = shipping.sealed_parcel(desk)
    addressed(made.order)
    return made


@pytest.fixture
def screen(desk: shipping.Desk) -> Client:
    return doors.signed_in(desk.dispatcher, at=desk.station)


def command(number: int) -> str:
    """The form's own command, the same for the same number."""
    return str(uuid.UUID(int=number, version=4))


def page(screen: Client, parcel: Parcel) -> str:
    return screen.get(reverse("dispatch-parcel", args=[parcel.pk])).content.decode()


def prints(screen: Client, parcel: Parcel):
    return screen.post(reverse("dispatch-label", args=[parcel.pk]), {"command_id": command(parcel.pk)})


def pdf_of(parcel: Parcel, desk: shipping.Desk) -> CarrierLabelFile:
    label = carrier(name="Zofia Voorbeeld", town="9999 Testdam")
    return read(sent(desk, parcel.order, render([label], dpi=300).data, media_type=PDF, tracking=SSCC))


def with_label_printer(desk: shipping.Desk, folder: Path, settings: Settings, **changes: object) -> Printer:
    settings.PRINT_FOLDER = folder
    printer = Printer.objects.get(facility=desk.site)
    usual = {"way": Printer.Way.FILE, "language": Printer.Language.ZPL, "technique": Printer.Technique.DIRECT_THERMAL}
    Printer.objects.filter(pk=printer.pk).update(**{**usual, **changes})
    printer.refresh_from_db()
    return printer


def test_a_pdf_of_the_shops_carrier_prints_from_the_desk(desk: shipping.Desk, parcel: Parcel, screen: Client) -> None:
    own = pdf_of(parcel, desk)
    assert "Print the shop&#x27;s label" in page(screen, parcel) or "Print the shop's label" in page(screen, parcel)

    answer = prints(screen, parcel)

    assert answer["Content-Type"] == "application/pdf"
    assert answer.content == carrier_files.for_the_house(own.token).data
    parcel.refresh_from_db()
    assert (parcel.state, parcel.sscc) == ("labelled", "")
    serial = LabelSerial.objects.get(kind="carrier")
    assert (serial.state, len(serial.digest), serial.view, serial.code) == ("sent", 64, "", "")
    readings = Event.objects.filter(kind="addressee.read", subject=f"warehouse.parcel:{parcel.pk}")
    assert [each.data["purpose"] for each in readings] == ["label"]


def test_the_same_command_shows_it_again_and_records_that(desk: shipping.Desk, parcel: Parcel, screen: Client) -> None:
    pdf_of(parcel, desk)
    first = prints(screen, parcel)

    again = prints(screen, parcel)

    assert again.content == first.content
    assert LabelSerial.objects.filter(kind="carrier").count() == 1
    readings = Event.objects.filter(kind="addressee.read").order_by("id")
    assert [each.data["purpose"] for each in readings] == ["label", "label_again"]


def test_zpl_goes_to_the_label_printer_of_the_desk(
    desk: shipping.Desk, parcel: Parcel, screen: Client, tmp_path: Path, settings: Settings
) -> None:
    own = read(sent(desk, parcel.order))
    printer = with_label_printer(desk, tmp_path, settings)

    answer = prints(screen, parcel)
    sending.send_waiting(printer.pk)

    assert answer["Location"] == reverse("dispatch-parcel", args=[parcel.pk])
    [file] = list(tmp_path.rglob("*.zpl"))
    assert file.read_bytes() == carrier_files.for_the_house(own.token).data
    serial = LabelSerial.objects.get(kind="carrier")
    assert (serial.state, serial.view, len(serial.digest)) == ("sent", "", 64)
    assert [word for word in SENTINELS if word in file.name] == []


def test_zpl_has_no_way_through_a_browser(desk: shipping.Desk, parcel: Parcel) -> None:
    read(sent(desk, parcel.order))
    quiet = Quiet()

    with pytest.raises(Refused) as refusal:
        dispatch.label(parcel, by=desk.dispatcher, at=desk.station)

    assert refusal.value.code == "printer_language"
    assert quiet.holds()
    assert Parcel.objects.get(pk=parcel.pk).state == "sealed"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"technique": Printer.Technique.THERMAL_TRANSFER}, "ribbon_forbidden"),
        ({"zone": Printer.Zone.STAFF}, "zone_forbidden"),
        ({"zone": Printer.Zone.WORKER}, "zone_forbidden"),
    ],
)
@pytest.mark.parametrize("is_zpl", [True, False])
def test_it_prints_in_the_dispatch_zone_only_and_never_through_a_ribbon(
    desk: shipping.Desk,
    parcel: Parcel,
    tmp_path: Path,
    settings: Settings,
    changes: dict[str, str],
    code: str,
    is_zpl: bool,
) -> None:
    if is_zpl:
        read(sent(desk, parcel.order))
    else:
        pdf_of(parcel, desk)
    with_label_printer(desk, tmp_path, settings, **changes)
    quiet = Quiet()

    with pytest.raises(Refused) as refusal:
        dispatch.label(parcel, by=desk.dispatcher, at=desk.station)

    assert refusal.value.code == code
    assert quiet.holds()
    assert not LabelSerial.objects.filter(kind="carrier").exists()


def test_a_printer_that_left_the_dispatch_zone_meanwhile_gets_nothing(
    desk: shipping.Desk, parcel: Parcel, tmp_path: Path, settings: Settings
) -> None:
    read(sent(desk, parcel.order))
    printer = with_label_printer(desk, tmp_path, settings)
    dispatch.label(parcel, by=desk.dispatcher, at=desk.station)
    Printer.objects.filter(pk=printer.pk).update(zone=Printer.Zone.WORKER)

    sending.send_waiting(printer.pk)

    assert list(tmp_path.rglob("*.zpl")) == []
    assert LabelSerial.objects.get(kind="carrier").state == "revoked"


def test_a_supervisor_lets_it_print_once_more(
    desk: shipping.Desk, parcel: Parcel, tmp_path: Path, settings: Settings
) -> None:
    read(sent(desk, parcel.order))
    printer = with_label_printer(desk, tmp_path, settings)
    first = dispatch.label(parcel, by=desk.dispatcher, at=desk.station)
    sending.send_waiting(printer.pk)

    supervisor = world.person(desk.site, Person.Role.SUPERVISOR)
    spool.allow_reprint(LabelSerial.objects.get(pk=first.serial), by=supervisor, reason="jammed")
    parcel.refresh_from_db()
    second = dispatch.label(parcel, by=desk.dispatcher, at=desk.station)

    assert (second.generation, second.own) == (1, first.own)


def test_while_it_waits_the_page_says_so_and_nothing_prints(
    desk: shipping.Desk, parcel: Parcel, screen: Client
) -> None:
    sent(desk, parcel.order)
    quiet = Quiet()

    text = page(screen, parcel)
    with pytest.raises(Refused) as refusal:
        dispatch.label(parcel, by=desk.dispatcher, at=desk.station)

    assert "label is being read. Wait a moment." in text
    assert 'id="print-label"' not in text
    assert refusal.value.code == "carrier_label_waiting"
    assert quiet.holds()


def test_a_refused_one_says_why_and_the_house_label_is_one_press_away(
    desk: shipping.Desk, parcel: Parcel, screen: Client
) -> None:
    own = read(sent(desk, parcel.order, zpl("Sam Ander", "1000 Elders")))

    text = page(screen, parcel)
    assert "It names somebody else" in text
    assert 'id="print-label"' not in text
    answer = screen.post(reverse("dispatch-own-label-set-aside", args=[own.pk]), {"command_id": command(1)})

    assert answer["Location"] == reverse("dispatch-parcel", args=[parcel.pk])
    assert 'id="print-label"' in page(screen, parcel)


def test_the_page_leads_to_a_label_that_needs_a_person_and_lays_it_open(
    desk: shipping.Desk, parcel: Parcel, screen: Client
) -> None:
    own = read(sent(desk, parcel.order, zpl("Zofia Voorbeeld", "1000 Elders")))

    text = page(screen, parcel)
    assert reverse("dispatch-own-label", args=[own.pk]) in text
    assert parcel.order.number in screen.get(reverse("dispatch-labels")).content.decode()
    closed = screen.get(reverse("dispatch-own-label", args=[own.pk])).content.decode()
    opened = screen.post(reverse("dispatch-own-label-look", args=[own.pk])).content.decode()

    assert [word for word in SENTINELS if word in text + closed] == []
    assert "Zofia Voorbeeld" in opened
    assert "Proefstraat 14" in opened
    assert Event.objects.filter(subject=f"warehouse.carrierlabelfile:{own.pk}", kind="addressee.read").count() == 1


def test_a_picture_is_laid_open_as_pixels(desk: shipping.Desk, parcel: Parcel, screen: Client) -> None:
    label = carrier(name="Zofia Voorbeeld", town="1000 Elders")
    own = read(sent(desk, parcel.order, render([label], dpi=300).data, media_type=PDF, tracking=SSCC))

    opened = screen.post(reverse("dispatch-own-label-look", args=[own.pk])).content.decode()

    assert 'src="data:image/png;base64,' in opened


def test_said_to_be_right_it_prints(desk: shipping.Desk, parcel: Parcel, screen: Client) -> None:
    own = read(sent(desk, parcel.order, zpl()))
    there = reverse("dispatch-own-label-decide", args=[own.pk])

    unseen = screen.post(there, {"command_id": command(1), "is_right": "yes"})
    screen.post(reverse("dispatch-own-label-look", args=[own.pk]))
    answer = screen.post(there, {"command_id": command(2), "is_right": "yes"})

    assert unseen.status_code == 409
    assert answer["Location"] == reverse("dispatch-parcel", args=[parcel.pk])
    assert 'id="print-label"' in page(screen, parcel)


def test_a_label_of_another_facility_is_not_there(desk: shipping.Desk, parcel: Parcel) -> None:
    own = read(sent(desk, parcel.order, zpl()))
    elsewhere = shipping.desk()
    stranger = doors.signed_in(elsewhere.dispatcher, at=elsewhere.station)

    assert stranger.get(reverse("dispatch-own-label", args=[own.pk])).status_code == 404
    assert stranger.post(reverse("dispatch-own-label-look", args=[own.pk])).status_code == 404
    assert not Event.objects.filter(kind="addressee.read").exists()


def test_the_desk_costs_the_same_with_a_label_of_the_shop(
    desk: shipping.Desk, parcel: Parcel, django_assert_num_queries
) -> None:
    read(sent(desk, parcel.order, RIGHT))
    row = Parcel.objects.select_related("order", "merchant", "carton", "manifest").get(pk=parcel.pk)

    with django_assert_num_queries(4):
        dispatch.desk_card(row)
    assert carrier_labels.current(row.order) is not None
