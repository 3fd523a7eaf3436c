"""What stands around every page: the bar of a kiosk, the rail and head of a staff page, with the state of the floor."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from backend.facility import holds, places
from backend.facility.entrances import SUPERVISING, KioskRequest, StaffRequest
from backend.facility.models import Hold, Station, WorkArea
from backend.people.models import Person
from backend.web.shell import FreezeCard, KioskShell, StaffShell


def kiosk(request: HttpRequest) -> KioskShell:
    """The bar of a station's screen; stands inside an entrance of kiosks. One query."""
    at = cast(KioskRequest, request)
    return kiosk_under(at, list(holds.on_station(at.station)))


def kiosk_under(at: KioskRequest, held: list[Hold]) -> KioskShell:
    """The same, under holds that are known already."""
    hold = holds.gravest(held)
    who = at.seat.person if at.seat else None
    return KioskShell(
        station=title_of(at.station),
        state="held" if hold else "running",
        state_word=holds.title_of(hold.kind) if hold else _("Running"),
        initials=who.initials if who else "",
        first_name=who.first_name if who else "",
        language=(get_language() or "en")[:2],
        ping_url=reverse("station-ping"),
        seen=holds.version(held, sitting=at.sitting, is_open=at.seat is not None),
        help_url=reverse("station-help"),
        stop_url=reverse("station-lock") if who else "",
        language_url=reverse("station-language"),
    )


def staff(request: HttpRequest, *, title: str, sub: str = "", current: str = "") -> StaffShell:
    """The rail and head of a staff page; stands inside an entrance of staff. Three queries for a supervisor."""
    mine = cast(StaffRequest, request)
    person = mine.user
    freeze, open_holds = None, []
    if person.role in SUPERVISING:
        freeze = freeze_card(person)
        open_holds = list(holds.open_on(person.facility).select_related("area", "station"))
    hold = holds.gravest(open_holds)
    word = _("%(what)s: %(where)s") % {"what": holds.title_of(hold.kind), "where": holds.words_of(hold)} if hold else ""
    return StaffShell(
        title=title,
        sub=sub,
        who=f"{person.first_name[:1]}. {person.last_name}".strip(),
        role=f"{Person.Role(person.role).label}, {mine.facility.name}",
        nav=places.rail(person, current=current),
        state="" if freeze is None else "held" if hold else "running",
        state_word="" if freeze is None else word or _("Running"),
        can_freeze=freeze is not None,
        freeze=freeze,
        resume_url=reverse("holds") if hold else "",
        sign_out_url=reverse("sign-out"),
    )


def freeze_card(person: Person) -> FreezeCard | None:
    """What one press may stop: each area that somebody is in charge of, and everything; None if that is nothing."""
    own = list(WorkArea.objects.seen_by(person).order_by("name"))
    if not own:
        return None
    scopes = [(holds.Scope(person.facility, area=area.pk).value, area.name) for area in own]
    if holds.may_hold(person, holds.Scope(person.facility)):
        scopes.insert(0, (holds.Scope(person.facility).value, _("Everywhere")))
    reasons = [(kind.value, holds.reason_of(kind)) for kind in Hold.Kind]
    return FreezeCard(url=reverse("hold-place"), scopes=tuple(scopes), reasons=tuple(reasons))


def title_of(station: Station) -> str:
    """A station as its bar names it: number and work."""
    return _("Station %(number)s · %(work)s") % {"number": station.number, "work": kind_word(station.kind)}


def kind_word(kind: str) -> str:
    """The work that is done at a kind of station."""
    return {
        Station.Kind.PICK: _("Picking"),
        Station.Kind.PACK: _("Packing"),
        Station.Kind.DISPATCH: _("Dispatch"),
    }[Station.Kind(kind)]


def kind_icon(kind: str) -> str:
    """The drawing of a kind of station."""
    return {
        Station.Kind.PICK: "shopping-basket",
        Station.Kind.PACK: "package",
        Station.Kind.DISPATCH: "truck",
    }[Station.Kind(kind)]
