"""Orders come in: checked, written, told to the planner; the addressee goes to the vault before and apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.db import connection
from django.utils.translation import gettext as _

from backend.jobs import asking
from backend.kit import clock
from backend.kit.errors import Busy, Fault, Invalid, Refused
from backend.ledger import recording
from backend.ledger.commands import Asked
from backend.ledger.happenings import Actor
from backend.ledger.models import Command
from backend.ledger.work import Answered, work
from backend.partners.models import Merchant
from backend.vault import addressees
from backend.vault.cards import AddresseeCard
from warehouse import order_rules
from warehouse.cards.orders import DecisionCard, ItemCard, LineCard, ManyCard, OrderCard, OrderIn
from warehouse.cards.refusals import refusal
from warehouse.events.orders import OrderAccepted
from warehouse.models import Order, OrderLine, OrderRef
from warehouse.order_rules import Checked

MOST_AT_ONCE: Final = 500


class AlreadyOrdered(Refused):
    """The merchant's reference stands on an order of ours already."""

    def __init__(self, order: int | None) -> None:
        super().__init__(
            _("This merchant_ref was ordered before. Read that order, or send a new reference."),
            code="duplicate_merchant_ref",
            faults=(Fault("/merchant_ref", "duplicate_merchant_ref", _("This reference is taken.")),),
        )
        self.order: Final = order
        self.url = ""


@dataclass(frozen=True)
class Wanted:
    """An order with the person it goes to, who is known to the vault only."""

    order: OrderIn
    addressee: AddresseeCard | None = None


@work
def accept(merchant: Merchant, *, by: Actor, order: OrderIn, vault_token: str = "") -> OrderCard:
    """Take one order into the house, or refuse it with every reason at once."""
    [checked] = order_rules.check(merchant, [order], now=clock.now())
    if isinstance(checked, Refused):
        raise checked

    [(row, card)] = _write(merchant, [(checked, vault_token)])

    recording.record(_accepted(checked), on=row, by=by)
    _tell_the_planner(merchant)
    return card


@work
def accept_many(
    merchant: Merchant, *, by: Actor, orders: Sequence[OrderIn | Refused], vault_tokens: Mapping[int, str] | None = None
) -> ManyCard:
    """Take up to 500 orders in one go, each accepted or refused by itself; `vault_tokens` by place in the list."""
    if not 1 <= len(orders) <= MOST_AT_ONCE:
        raise Invalid(_("Send 1 to %d orders at a time.") % MOST_AT_ONCE, code="too_many_orders")

    checked = _first_of_each(merchant, order_rules.check(merchant, orders, now=clock.now()))

    tokens = vault_tokens or {}
    good = {index: each for index, each in enumerate(checked) if isinstance(each, Checked)}
    written = dict(
        zip(good, _write(merchant, [(each, tokens.get(index, "")) for index, each in good.items()]), strict=True)
    )

    recording.record_all([(_accepted(good[index]), row) for index, (row, _card) in written.items()], by=by)
    if written:
        _tell_the_planner(merchant)
    results = [
        ItemCard(index, refusal=refusal(each, order=getattr(each, "order", None)))
        if isinstance(each, Refused)
        else ItemCard(index, order=written[index][1])
        for index, each in enumerate(checked)
    ]
    return ManyCard(accepted=len(written), refused=len(checked) - len(written), results=tuple(results))


def receive(merchant: Merchant, *, by: Actor, wanted: Wanted, asked: Asked) -> Answered[OrderCard]:
    """Take one order under a client's key: its addressee first into the vault, then the order with the vault's token.

    No transaction spans both databases: what is left behind in the vault by a crash in between is swept there.
    """
    _refuse_addressee(merchant, wanted.addressee)
    token = ""
    if wanted.addressee and not _stands(merchant, asked, [wanted.order.merchant_ref]):
        [checked] = order_rules.check(merchant, [wanted.order], now=clock.now())
        if isinstance(checked, Refused):
            raise checked
        token = addressees.keep(wanted.addressee, merchant=merchant.pk, facility=merchant.facility_id)
    return accept.once(asked, merchant, by=by, order=wanted.order, vault_token=token)


def receive_many(
    merchant: Merchant, *, by: Actor, wanted: Sequence[Wanted | Refused], asked: Asked
) -> Answered[ManyCard]:
    """Take up to 500 orders under a client's key; those that stand already write nothing into the vault."""
    orders = [each if isinstance(each, Refused) else each.order for each in wanted]
    people = {index: each.addressee for index, each in enumerate(wanted) if isinstance(each, Wanted) and each.addressee}
    for index, addressee in people.items():
        try:
            _refuse_addressee(merchant, addressee)
        except Refused as refused:
            orders[index] = refused
    tokens: dict[int, str] = {}
    if people and not _stands(merchant, asked, []):
        checked = _first_of_each(merchant, order_rules.check(merchant, orders, now=clock.now()))
        good = [index for index in people if isinstance(checked[index], Checked)]
        kept = addressees.keep_all(
            [people[index] for index in good], merchant=merchant.pk, facility=merchant.facility_id
        )
        tokens = dict(zip(good, kept, strict=True))
    return accept_many.once(asked, merchant, by=by, orders=orders, vault_tokens=tokens)


def _refuse_addressee(merchant: Merchant, addressee: AddresseeCard | None) -> None:
    if addressee and not merchant.allows_addressees:
        words = _("Your programme takes no addressees. Leave the field out; it was not kept.")
        fault = Fault("/addressee", "addressee_not_allowed", words)
        raise Invalid(words, code="addressee_not_allowed", faults=(fault,))


def _stands(merchant: Merchant, asked: Asked, refs: list[str]) -> bool:
    """Whether the key was used or a reference is taken: then the answer is known and nothing new may be kept."""
    keys = Command.objects.filter(scope=asked.scope, key=asked.key).order_by().values("scope")
    if not refs:
        return keys.exists()
    taken = OrderRef.objects.filter(merchant=merchant, merchant_ref__in=refs).order_by().values("merchant_ref")
    return bool(list(keys.union(taken, all=True)[:1]))


def _first_of_each(merchant: Merchant, checked: list[Checked | Refused]) -> list[Checked | Refused]:
    """Each reference once: what stands already, or earlier in the same list, is refused."""
    refs = [each.order.merchant_ref for each in checked if isinstance(each, Checked)]
    taken: dict[str, int | None] = dict(
        OrderRef.objects.filter(merchant=merchant, merchant_ref__in=refs).values_list("merchant_ref", "order_id")
    )
    result: list[Checked | Refused] = []
    for each in checked:
        if isinstance(each, Checked):
            ref = each.order.merchant_ref
            if ref in taken:
                result.append(AlreadyOrdered(taken[ref]))
                continue
            taken[ref] = None
        result.append(each)
    return result


def _write(merchant: Merchant, checked: list[tuple[Checked, str]]) -> list[tuple[Order, OrderCard]]:
    """The rows of several orders in three statements, and their cards."""
    now = clock.now()
    orders = Order.objects.bulk_create(
        Order(
            facility_id=merchant.facility_id,
            merchant=merchant,
            service=each.order.service,
            ships_complete=each.order.ships_complete,
            ship_by=each.ship_by,
            made_at=now,
        )
        for each, _token in checked
    )
    _name(
        merchant,
        [(row.pk, each.order.merchant_ref, token) for row, (each, token) in zip(orders, checked, strict=True)],
    )
    OrderLine.objects.bulk_create(
        OrderLine(order=row, product_id=product, quantity=line.quantity)
        for row, (each, _token) in zip(orders, checked, strict=True)
        for product, line in zip(each.products, each.order.lines, strict=True)
    )
    return [(row, _card(row, each, token)) for row, (each, token) in zip(orders, checked, strict=True)]


def _name(merchant: Merchant, rows: list[tuple[int, str, str]]) -> None:
    """Give the orders their references; the database says who was first when two ask at once."""
    if not rows:
        return
    # Only placeholders are joined here; the values go beside the statement.
    values = ", ".join(["(%s, %s, %s, %s)"] * len(rows))
    into = "INSERT INTO warehouse_orderref (order_id, merchant_id, merchant_ref, vault_token) VALUES "
    statement = f"{into} {values} ON CONFLICT (merchant_id, merchant_ref) DO NOTHING"
    with connection.cursor() as cursor:
        cursor.execute(statement, [each for pk, ref, token in rows for each in (pk, merchant.pk, ref, token)])
        if cursor.rowcount == len(rows):
            return
    if len(rows) > 1:
        raise Busy(_("Another request takes one of these references just now. Send this again."))
    first = (
        OrderRef.objects.filter(merchant=merchant, merchant_ref=rows[0][1]).values_list("order_id", flat=True).first()
    )
    raise AlreadyOrdered(first)


def _tell_the_planner(merchant: Merchant) -> None:
    """Last, because a twin that asks for the same round waits here until we are through."""
    facility = merchant.facility_id
    asking.ask("warehouse.promise", subject=f"facility.facility:{facility}", facility=facility)


def _accepted(checked: Checked) -> OrderAccepted:
    lines = checked.order.lines
    return OrderAccepted(lines=len(lines), units=sum(line.quantity for line in lines))


def _card(row: Order, checked: Checked, token: str) -> OrderCard:
    return OrderCard(
        id=row.pk,
        number=row.number,
        merchant_ref=checked.order.merchant_ref,
        state=row.state,
        decision=DecisionCard(outcome="accepted", code="", at=row.made_at),
        service=row.service,
        ships_complete=row.ships_complete,
        has_addressee=bool(token),
        ship_by=row.ship_by,
        made_at=row.made_at,
        cancel_asked_at=None,
        lines=tuple(LineCard(line.sku, line.quantity) for line in checked.order.lines),
    )
