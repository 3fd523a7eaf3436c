"""Orders on staff pages: the list with its filters, one order with its story, and what orders wait for."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from backend.facility import shell
from backend.facility.entrances import StaffRequest, staff
from backend.kit.errors import NotFound
from backend.people.models import Person
from backend.web.parts import Cell, Column, Pager, Row, Table
from backend.web.templatetags.web import duration, when
from warehouse import histories, wording
from warehouse.cards.staff import OrderRow
from warehouse.models import Order
from warehouse.overviews import orders, shortages
from warehouse.overviews.orders import Wanted

SUPERVISOR = Person.Role.SUPERVISOR


@dataclass(frozen=True)
class Choice:
    """One value of a filter."""

    value: str
    word: str
    is_chosen: bool


@dataclass(frozen=True)
class Filter:
    """One select of the filter form."""

    name: str
    label: str
    choices: tuple[Choice, ...]


@require_safe
@staff(SUPERVISOR)
def list_page(request: StaffRequest) -> HttpResponse:
    """Every order of the facility; the filters stand in the address."""
    if request.GET.get("number"):
        return redirect("order", pk=_number(request.GET["number"]))
    shops = orders.shops(request.facility.pk)
    wanted = _wanted(request, shops)
    found = orders.page(request.facility.pk, wanted, cursor=request.GET.get("cursor", ""))
    return render(
        request,
        "warehouse/orders.html",
        {
            "shell": shell.staff(request, title=_("Orders"), sub=_sub(wanted), current="orders"),
            "table": _table(found.rows, wanted),
            "pager": pager(request, found.next_cursor),
            "filters": _filters(wanted, shops),
            "is_late": wanted.is_late,
            "is_filtered": wanted != Wanted(),
        },
    )


@require_safe
@staff(SUPERVISOR)
def order_page(request: StaffRequest, pk: int) -> HttpResponse:
    """One order: lines, walk, parcels, and what happened."""
    order = orders.find(pk, facility=request.facility.pk)
    card = orders.card(order)
    history = histories.of_order(
        order, batches=[batch.id for batch in card.batches], parcels=[parcel.id for parcel in card.parcels]
    )
    sub = _("%(shop)s · accepted %(at)s · leave by %(by)s") % {
        "shop": card.row.shop,
        "at": when(order.made_at),
        "by": when(order.ship_by),
    }
    frame = shell.staff(request, title=_("Order %(number)s") % {"number": order.number}, sub=sub, current="orders")
    time_left = abs(card.row.seconds_left)
    return render(
        request, "warehouse/order.html", {"shell": frame, "order": card, "time_left": time_left, "history": history}
    )


@require_safe
@staff(SUPERVISOR)
def shortages_page(request: StaffRequest) -> HttpResponse:
    """What orders wait for, why it is missing, and who holds what there is."""
    found = shortages.rows(request.facility.pk)
    units = sum(row.missing for row in found)
    sub = ngettext("%(n)s unit missing", "%(n)s units missing", units) % {"n": units} if found else ""
    frame = shell.staff(request, title=_("Shortages"), sub=sub, current="shortages")
    context = {"shell": frame, "shortages": found, "is_cut": len(found) == shortages.MOST}
    return render(request, "warehouse/shortages.html", context)


def pager(request: HttpRequest, next_cursor: str) -> Pager:
    """The way on, and back to the first page."""
    return Pager(
        before=_address(request, "") if request.GET.get("cursor") else "",
        after=_address(request, next_cursor) if next_cursor else "",
    )


def choices(name: str, label: str, every: str, values: list[tuple[str, str]], chosen: str) -> Filter:
    """One select of a filter form, with a first choice that takes everything."""
    return Filter(name, label, tuple(Choice(value, word, value == chosen) for value, word in [("", every), *values]))


def left(row: OrderRow) -> str:
    """How long an order still has, or how late it is."""
    if not row.is_open:
        return ""
    if row.is_late:
        return _("%(time)s late") % {"time": duration(-row.seconds_left)}
    return _("%(time)s left") % {"time": duration(row.seconds_left)}


def _address(request: HttpRequest, cursor: str) -> str:
    query: QueryDict = request.GET.copy()
    query.pop("cursor", None)
    if cursor:
        query["cursor"] = cursor
    return f"{request.path}?{query.urlencode()}" if query else request.path


def _wanted(request: HttpRequest, shops: tuple[tuple[int, str], ...]) -> Wanted:
    """What the address asks for; a value that means nothing asks for nothing."""
    state, service, shop = (request.GET.get(name, "") for name in ("state", "service", "shop"))
    return Wanted(
        state=state if state in Order.State.values else "",
        service=service if service in Order.Service.values else "",
        shop=int(shop) if any(shop == str(pk) for pk, _name in shops) else 0,
        is_late=request.GET.get("late") == "1",
    )


def _number(text: str) -> int:
    digits = text.strip().upper().removeprefix("O-")
    if not digits.isascii() or not digits.isdecimal() or len(digits) > 15:
        raise NotFound(_("No order has this number."), code="unknown_order")
    return int(digits)


def _sub(wanted: Wanted) -> str:
    if wanted.is_late:
        return _("late ones, those that should have left first on top")
    return _("those that leave first on top") if wanted.state else _("the newest on top")


def _table(rows: tuple[OrderRow, ...], wanted: Wanted) -> Table:
    return Table(
        caption=_("Orders, %(how)s") % {"how": _sub(wanted)},
        columns=(
            Column(_("Order")),
            Column(_("State")),
            Column(_("Leave by")),
            Column(_("Shop")),
            Column(_("Service")),
            Column(_("Lines"), is_number=True),
            Column(_("Units"), is_number=True),
            Column(_("Accepted")),
        ),
        rows=tuple(_table_row(row) for row in rows),
        hide_caption=True,
        is_tight=True,
    )


def _table_row(row: OrderRow) -> Row:
    state = Cell(word=row.state.word, tone=row.state.tone, icon=row.state.icon)
    if row.is_held:
        state = Cell(word=_("Held"), tone="warn", icon="pause", small=row.state.word)
    leave = Cell(when(row.ship_by), small=left(row))
    if row.is_late:
        leave = Cell(word=left(row), tone="bad", icon="clock-alert", small=when(row.ship_by))
    return Row(
        (
            Cell(row.number, href=reverse("order", args=[row.id]), is_code=True),
            state,
            leave,
            row.shop,
            row.service,
            str(row.lines),
            str(row.units),
            when(row.made_at),
        )
    )


def _filters(wanted: Wanted, shops: tuple[tuple[int, str], ...]) -> tuple[Filter, ...]:
    states = [(str(state.value), wording.order_state(state).word) for state in Order.State]
    services = [(str(service.value), wording.service(service)) for service in Order.Service]
    return (
        choices("state", _("State"), _("All states"), states, wanted.state),
        choices("service", _("Service"), _("All services"), services, wanted.service),
        choices("shop", _("Shop"), _("All shops"), [(str(pk), name) for pk, name in shops], str(wanted.shop or "")),
    )
