"""Labels of what stays: shelves, totes, carts and goods get theirs from here, many at a time, one live label each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from backend.kit.errors import Invalid, NotFound, Refused
from backend.ledger import recording
from backend.ledger.work import work
from backend.people.models import Person
from backend.printing import spool
from backend.printing.models import LabelSerial, Printer
from backend.printing.spool import Wanted
from labels import View
from warehouse import papers
from warehouse.models import Cart, Location, Tote

MOST: Final = 500


@dataclass(frozen=True)
class Labelled:
    """A kind of thing that bears a label: which rows there are, and what stands on the label of one."""

    label: str
    rows: Callable[[int, str], QuerySet[Any]]
    view: Callable[[Any], View]


def _shelves(facility: int, wanted: str) -> QuerySet[Location]:
    places = Location.objects.filter(facility=facility, kind__in=[Location.Kind.PICK, Location.Kind.BULK])
    return places.filter(Q(name__istartswith=wanted) | Q(code=wanted.upper())).order_by("pick_seq", "name")


def _totes(facility: int, wanted: str) -> QuerySet[Tote]:
    totes = Tote.objects.filter(facility=facility)
    return totes.filter(Q(name__istartswith=wanted) | Q(code=wanted.upper())).order_by("name")


def _carts(facility: int, wanted: str) -> QuerySet[Cart]:
    return Cart.objects.filter(facility=facility, code__istartswith=wanted).order_by("pk")


LABELLED: Final = {
    "shelf": Labelled("shelf", _shelves, papers.shelf_label),
    "tote": Labelled("tote", _totes, papers.tote_label),
    "cart": Labelled("cart", _carts, papers.cart_label),
}


def things(kind: str, *, facility: int, wanted: str = "") -> QuerySet[Any]:
    """The things of a kind, in the order of their names; `wanted` is how a name begins, or a whole code."""
    return LABELLED[kind].rows(facility, wanted.strip())


def serials(rows: Sequence[Any]) -> dict[str, LabelSerial]:
    """The live label of each of these things, by its subject."""
    subjects = [recording.subject_of(row) for row in rows]
    kinds = {each.label for each in LABELLED.values()}
    found = LabelSerial.objects.filter(kind__in=kinds, subject__in=subjects)
    return {serial.subject: serial for serial in found.exclude(state=LabelSerial.State.REVOKED)}


@work
def print_labels(kind: str, ids: Sequence[int], *, on: Printer, by: Person) -> int:
    """Spool a label for each of these things as one job; how many. All of them, or none."""
    if not ids:
        raise Invalid(_("Choose at least one."), code="nothing_chosen")
    if len(set(ids)) > MOST:
        raise Invalid(_("Print at most %(n)s at a time.") % {"n": MOST}, code="too_many")
    rows = list(things(kind, facility=on.facility_id).filter(pk__in=ids))
    if len(rows) < len(set(ids)):
        raise NotFound(_("One of them is not here any more. Load the page again."), code="thing_unknown")
    return _spool(kind, rows, on=on, by=by)


@work
def print_missing(kind: str, *, wanted: str, on: Printer, by: Person) -> int:
    """The same for those that bear no live label, 500 at most; `wanted` as for `things`."""
    rows = list(things(kind, facility=on.facility_id, wanted=wanted)[: 4 * MOST])
    live = serials(rows)
    without = [row for row in rows if recording.subject_of(row) not in live][:MOST]
    if not without:
        raise Refused(_("Each of them has its label."), code="nothing_missing")
    return _spool(kind, without, on=on, by=by)


def _spool(kind: str, rows: Sequence[Any], *, on: Printer, by: Person) -> int:
    if on.facility_id != by.facility:
        raise NotFound()
    if on.way == Printer.Way.BROWSER:
        raise Refused(_("This printer takes single papers from a screen. Choose another."), code="printer_unfit")
    wanted = [Wanted(LABELLED[kind].view(row), recording.subject_of(row), row.code) for row in rows]
    return spool.ask_all(wanted, on=on, by=by).count
