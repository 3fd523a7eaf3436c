"""The payslip: what a person earned, what was taken off and why, what is theirs; in words that anybody can check.

All amounts are whole minor units (cents). A slip whose parts do not add up is refused, not printed.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import ClassVar, Self

from labels import flow, money
from labels.errors import Unprintable
from labels.flow import Body, Cell, Column, Piece
from labels.media import A4, Media
from labels.money import MoneyWords
from labels.pen import Pen
from labels.typeset import Line
from labels.view import Personal

_BODY = Body(16, 194, 74, 24, 270)


@dataclass(frozen=True, slots=True)
class PayslipWords:
    """The words on a payslip, in the worker's language."""

    title: str = "Payslip"
    spend: str = "You can spend"
    paid_on: str = "paid on"
    put_by: str = "Put by for you"
    savings_now: str = "savings, now"
    earned: str = "What you earned"
    work: str = "Work"
    counted: str = "How it is counted"
    gross: str = "Earned"
    taken: str = "What is taken off, in this order"
    purpose: str = "For"
    rule: str = "Rule"
    taken_total: str = "Taken off"
    protected: str = "At least this much always stays yours to spend"
    hours: str = "Hours"
    worked: str = "Worked"
    stopped: str = "Stopped, paid"
    limit: str = "Counted for the limit"
    of: str = "of"
    wrong: str = "Something wrong?"
    dispute: str = (
        "Touch My pay, then This is not right. It goes to the pay office, not to your supervisor."
        " Asking costs you nothing."
    )
    before: str = "Ask before"
    printed: str = "Printed"
    page: str = "Page"
    money: MoneyWords = field(default_factory=MoneyWords)


@dataclass(frozen=True, slots=True)
class Earning:
    """One line of what was earned: the work, how it is counted ("14 h 00 × € 3.00"), the amount in cents."""

    work: str
    counted: str
    cents: int


@dataclass(frozen=True, slots=True)
class Deduction:
    """One line of what is taken off, in its order; savings are taken off too and stay the worker's."""

    purpose: str
    rule: str
    cents: int
    is_savings: bool = False


@dataclass(frozen=True, slots=True)
class Payslip:
    """One worker's own slip for one period: gross, each deduction, net, savings, hours, how to dispute.

    `currency` is ISO 4217, all `_cents` are its minor units, `_minutes` minutes. `protected_cents` is what must at
    least remain to be spent; `dispute_by` a date in words.
    """

    kind: ClassVar[str] = "payslip"
    personal: ClassVar[Personal] = "internal"
    media: ClassVar[Media] = A4

    name: str
    period: str
    paid_on: str
    currency: str
    earnings: tuple[Earning, ...]
    deductions: tuple[Deduction, ...]
    gross_cents: int
    net_cents: int
    protected_cents: int
    savings_balance_cents: int
    worked_minutes: int
    limit_minutes: int
    stopped_minutes: int = 0
    number: str = ""
    dispute_by: str = ""
    rates: str = ""
    printed_at: str = ""
    identity: str = ""
    words: PayslipWords = field(default_factory=PayslipWords)

    def draw(self, pen: Pen) -> None:
        """The two amounts that matter large on top, then how they came about."""
        for element, check in (
            ("currency", self._check_currency),
            ("name", self._check_name),
            ("earned", self._check_earned),
            ("taken off", self._check_taken),
            ("hours", self._check_hours),
        ):
            pen.require(check, element=element)
        pieces = [*self._earned(pen), *self._taken(pen), flow.gap(3), self._last(pen)]
        words = self.words
        flow.draw(
            pen,
            pieces,
            body=_BODY,
            head=partial(self._draw_head, pen),
            foot=flow.foot(
                pen,
                left="   ·   ".join(
                    part for part in (self.rates, f"{words.printed} {self.printed_at}" * bool(self.printed_at)) if part
                ),
                page=words.page,
                of=words.of,
                right=self.identity,
                body=_BODY,
                y=286,
            ),
        )

    @classmethod
    def longest(cls) -> Self:
        """The longest values that must fit."""
        counted = "888 h 88 at the hourly rate of the packing line, € 888.88"
        return cls(
            name="Maximiliane-Wilhelmina Vandenbroucke-Oppenheimer",
            number="W-88888",
            period="Week 48, 23 to 29 September 2026",
            paid_on="Wednesday, 28 September 2026",
            currency="EUR",
            earnings=(Earning("Packing, with learning: labels, part 88", counted, 88_888_888),) * 14,
            deductions=(Deduction("Victims’ compensation fund of the region", "88.88 % of what you earned", 7_000_000),)
            * 14
            + (Deduction("Savings for the day you leave", "88.88 %, stays yours", 8_888_888, is_savings=True),),
            gross_cents=88_888_888 * 14,
            net_cents=88_888_888 * 14 - 7_000_000 * 14 - 8_888_888,
            protected_cents=88_888_888,
            savings_balance_cents=888_888_888,
            worked_minutes=8_888,
            stopped_minutes=888,
            limit_minutes=9_888,
            dispute_by="Wednesday, 28 September 2026",
            rates="Rate sheet 888, from 28 September 2026",
            printed_at="28 September 2026, 23:58",
            identity="J8888888 888/888 R88",
        )

    def _amount(self, cents: int) -> str:
        return money.amount(cents, currency=self.currency, words=self.words.money)

    def _signed(self, cents: int) -> str:
        return money.with_sign(cents, currency=self.currency, words=self.words.money)

    def _check_currency(self) -> None:
        money.minor_digits(self.currency)

    def _check_name(self) -> None:
        if not self.name.strip() or not self.period.strip():
            raise Unprintable("a payslip says whose it is and for when")

    def _check_earned(self) -> None:
        if not self.earnings:
            raise Unprintable("a payslip needs at least one line")
        if sum(line.cents for line in self.earnings) != self.gross_cents:
            raise Unprintable("the lines do not add up to what was earned")

    def _check_taken(self) -> None:
        if any(line.cents < 0 for line in self.deductions):
            raise Unprintable("what is taken off is 0 or more")
        if self.gross_cents - sum(line.cents for line in self.deductions) != self.net_cents:
            raise Unprintable("earned less taken off is not what can be spent")
        if self.net_cents < min(self.protected_cents, self.gross_cents):
            raise Unprintable("less than the protected amount would be left to spend")

    def _check_hours(self) -> None:
        if min(self.worked_minutes, self.stopped_minutes, self.limit_minutes) < 0:
            raise Unprintable("minutes are 0 or more")

    def _draw_head(self, pen: Pen, page: int) -> None:
        words = self.words
        pen.text(words.title, x=16, y=18, w=50, size=14 if page == 1 else 11, bold=True, element="title")
        pen.text(self.name, x=194, y=17, w=120, size=11, bold=True, align="end", element="name")
        if page > 1:
            return
        under = "   ·   ".join(part for part in (self.number, self.period) if part)
        pen.text(under, x=194, y=22.5, w=120, size=9, align="end", element="period")
        pen.rule(16, 27, w=178, thick=0.5)
        saved = sum(line.cents for line in self.deductions if line.is_savings)
        pen.text(words.spend, x=16, y=37, w=84, size=9, element="caption")
        pen.text(self._signed(self.net_cents), x=16, y=51, w=84, size=30, bold=True, element="to spend")
        pen.text(f"{words.paid_on} {self.paid_on}", x=16, y=58, w=84, size=9, element="paid on")
        pen.text(words.put_by, x=110, y=37, w=84, size=9, element="caption")
        pen.text(self._signed(saved), x=110, y=51, w=84, size=30, bold=True, element="savings")
        balance = f"{words.savings_now} {self._signed(self.savings_balance_cents)}"
        pen.text(balance, x=110, y=58, w=84, size=9, element="savings balance")
        pen.rule(16, 65, w=178)

    def _earned(self, pen: Pen) -> list[Piece]:
        words = self.words
        rows = [(line.work, line.counted, self._amount(line.cents)) for line in self.earnings]
        return self._sum(
            pen, words.earned, (words.work, words.counted), rows, (words.gross, "", self._amount(self.gross_cents))
        )

    def _taken(self, pen: Pen) -> list[Piece]:
        words = self.words
        rows = [(line.purpose, line.rule, self._amount(line.cents)) for line in self.deductions]
        taken = self._amount(self.gross_cents - self.net_cents)
        pieces = self._sum(
            pen, words.taken, (words.purpose, words.rule), rows, (words.taken_total, "", taken), name="taken off"
        )
        protected = f"{words.protected}: {self._signed(self.protected_cents)}"
        return [
            *pieces,
            Piece(8, lambda top: pen.text(protected, x=16, y=top + 5.5, w=178, size=9, element="protected")),
        ]

    def _sum(
        self,
        pen: Pen,
        title: str,
        captions: tuple[str, str],
        rows: Sequence[Sequence[Cell]],
        total: tuple[str, str, str],
        *,
        name: str = "earned",
    ) -> list[Piece]:
        columns = [
            Column(captions[0], 16, 66, name, size=9.5),
            Column(captions[1], 84, 78, name),
            Column(self.currency, 194, 30, name, align="end", size=9.5, fit="shrink"),
        ]

        def draw_total(top: float) -> None:
            pen.text(total[0], x=16, y=top + 5, w=66, size=10, bold=True, element="total")
            pen.text(total[2], x=194, y=top + 5, w=30, size=10, bold=True, align="end", element="total")

        return [
            flow.section(pen, title, x=16, w=178),
            *flow.table(pen, columns, rows, height=6.8, is_kept=True),
            Piece(8, draw_total),
        ]

    def _last(self, pen: Pen) -> Piece:
        words = self.words
        counted = f"{money.hours(self.worked_minutes + self.stopped_minutes)} {words.of}"
        facts = (
            (words.worked, money.hours(self.worked_minutes)),
            (words.stopped, money.hours(self.stopped_minutes)),
            (words.limit, f"{counted} {money.hours(self.limit_minutes)}"),
        )

        def draw(top: float) -> None:
            pen.rule(16, top, w=178)
            pen.text(words.hours, x=16, y=top + 8, w=80, size=11.5, bold=True, element="section")
            for row, (caption, fact) in enumerate(facts):
                y = top + 15 + row * 6
                pen.text(caption, x=16, y=y, w=42, size=9, element="caption")
                pen.text(fact, x=98, y=y, w=38, size=9, align="end", element="hours")
            pen.text(words.wrong, x=110, y=top + 8, w=84, size=11.5, bold=True, element="section")
            before = [Line(f"{words.before} {self.dispute_by}.", 9, bold=True)] if self.dispute_by else []
            pen.block([Line(words.dispute, 9), *before], x=110, y=top + 10.5, w=84, h=24, element="dispute")

        return Piece(36, draw)
