"""The main plot: lines picked today against lines due, with the stops of work marked, and its table by the hour."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby, pairwise
from typing import Final

from django.db.models import Count, Q, Sum
from django.utils.translation import gettext as _

from backend.dashboard.cards import Plot
from backend.dashboard.day import Day
from backend.kit import charts
from backend.kit.charts import Band, Line, Point, Series
from backend.web.parts import Column, Row, Table
from warehouse.models import Order, Tally
from warehouse.overviews.shortages import OPEN

QUARTER: Final = timedelta(minutes=15)
HOUR: Final = timedelta(hours=1)
SHORTEST: Final = timedelta(hours=3)
MOST_TICKS: Final = 6
MOST_HOURS: Final = 4
# Stops that follow each other this closely are one mark on the plot.
ONE_MARK: Final = timedelta(minutes=10)

Span = tuple[datetime, datetime]


@dataclass(frozen=True)
class Stop:
    """Work stood still: from when to when, and what it was."""

    start: datetime
    end: datetime
    words: str


@dataclass(frozen=True)
class Throughput:
    """What was picked today by the quarter of an hour, and what was due by when; moments are UTC."""

    day: Day
    picked: tuple[tuple[datetime, int], ...]
    misscans: int
    due: tuple[tuple[datetime, int], ...]
    stops: tuple[Stop, ...]

    @property
    def lines(self) -> int:
        """Lines picked today."""
        return sum(lines for _quarter, lines in self.picked)

    @property
    def lines_due(self) -> int:
        """Lines of the orders that leave today."""
        return sum(lines for _ship_by, lines in self.due)

    @property
    def begin(self) -> datetime:
        """When work began: the first quarter in which something was picked, else the full hour."""
        return self.picked[0][0] if self.picked else self.day.hour_of(self.day.now)

    @property
    def end(self) -> datetime:
        """Where the axis ends: when the last of today's orders leaves, but never before now."""
        last = max((ship_by for ship_by, _lines in self.due), default=self.day.now)
        end = max(last, self.day.hour_of(self.day.now) + HOUR, self.begin + SHORTEST)
        return min(end, self.day.end) if end > self.day.end > self.day.now else end

    def picked_by(self, moment: datetime) -> int:
        """Lines picked until then."""
        return sum(lines for quarter, lines in self.picked if quarter < moment)

    def due_by(self, moment: datetime) -> float:
        """Lines due until then, when those of each ship-by are picked evenly from the one before."""
        reached, from_then = 0.0, self.begin
        for ship_by, lines in self.due:
            if ship_by <= from_then:
                reached += lines
                continue
            share = (moment - from_then) / (ship_by - from_then)
            reached += lines * min(1.0, max(0.0, share))
            from_then = ship_by
        return reached

    def stood(self, start: datetime, end: datetime) -> timedelta:
        """For how long work stood still between two moments; overlapping stops count once."""
        total, reached = timedelta(), start
        for stop in sorted(self.stops, key=lambda each: each.start):
            begin, until = max(stop.start, reached), min(stop.end, end)
            if until > begin:
                total, reached = total + (until - begin), until
        return total

    @property
    def lines_an_hour(self) -> float | None:
        """Lines an hour over the last hour of work; None while there is too little to say so."""
        since = max(self.begin, _quarter(self.day.now) - HOUR)
        worked = self.day.now - since - self.stood(since, self.day.now)
        if worked < timedelta(minutes=5):
            return None
        return (self.lines - self.picked_by(since)) / (worked / HOUR)

    @property
    def expected(self) -> tuple[datetime, int] | None:
        """Where this pace leads: when all of today's lines are picked, or how many when the day ends."""
        left, rate = self.lines_due - self.lines, self.lines_an_hour
        if left <= 0 or not rate or self.end <= self.day.now:
            return None
        done = self.day.now + HOUR * (left / rate)
        if done <= self.end:
            return done, self.lines_due
        return self.end, self.lines + int(rate * ((self.end - self.day.now) / HOUR))

    @property
    def lines_an_hour_needed(self) -> float | None:
        """Lines an hour from now on that pick all of today's in time; None if none are left or their time is over."""
        left, time = self.lines_due - self.lines, self.end - self.day.now
        return left / (time / HOUR) if left > 0 and time > timedelta(minutes=5) and self.due else None


def read(facility: int, day: Day, stops: Sequence[Stop]) -> Throughput:
    """Today's tallies and today's plan. Two queries, both by index and bounded by the day."""
    quarters = (
        Tally.objects.filter(facility=facility, quarter__gte=day.start, quarter__lt=day.end)
        .order_by("quarter")
        .values("quarter")
        .annotate(picked=Sum("lines"), misread=Sum("misscans"))
    )
    found = list(quarters)
    leaves_today = Q(state__in=OPEN, ship_by__lt=day.end) | Q(
        state=Order.State.SHIPPED, ship_by__gte=day.start, ship_by__lt=day.end
    )
    plan = (
        Order.objects.filter(leaves_today, facility=facility)
        .order_by("ship_by")
        .values_list("ship_by")
        .annotate(due=Count("lines"))
    )
    first = next((n for n, row in enumerate(found) if row["picked"]), len(found))
    return Throughput(
        day=day,
        picked=tuple((row["quarter"], row["picked"]) for row in found[first:]),
        misscans=sum(row["misread"] for row in found),
        due=tuple(_by_quarter(plan)),
        stops=tuple(stops),
    )


def _by_quarter(plan: Iterable[tuple[datetime, int]]) -> Iterator[tuple[datetime, int]]:
    """The plan in steps of a quarter of an hour, however many moments the shops named; each stands at its latest."""
    for _quarter_of, rows in groupby(plan, key=lambda row: _quarter(row[0])):
        found = list(rows)
        yield found[-1][0], sum(lines for _ship_by, lines in found)


def draw(work: Throughput, *, in_room: bool = False) -> Plot:
    """The plot and the table of the same numbers."""
    day, begin, end = work.day, work.begin, work.end
    goal = work.expected
    series = [
        Series(_("due"), tuple(_point(work, at, round(work.due_by(at))) for at in _grid(begin, end)), "plan"),
        Series(_("picked"), tuple(_picked(work))),
    ]
    if goal is not None:
        series.append(Series(_("expected"), (_point(work, day.now, work.lines), _point(work, *goal)), "rest"))
    line = Line(
        title=_("Lines picked against lines due"),
        conclusion=_conclusion(work, goal),
        unit=_("lines"),
        series=tuple(each for each in series if each.points),
        ticks=tuple(_ticks(work)),
        bands=tuple(_bands(work)),
        place=_("Time"),
        width=1116 if in_room else 500,
        height=424 if in_room else 212,
    )
    hours = list(_hours(work))
    return Plot(
        figure=charts.figure(line),
        table=_table(work, hours[-MOST_HOURS:]),
        span=_("%(begin)s to %(end)s") % {"begin": day.clock_of(begin), "end": day.clock_of(end)},
        by_hour=tuple((day.clock_of(start), _of_due(work, start, until)) for start, until in hours[-3:]),
    )


def _conclusion(work: Throughput, goal: tuple[datetime, int] | None) -> str:
    words = {"picked": work.lines, "now": work.day.clock_of(work.day.now), "due": work.lines_due}
    if goal is None:
        return _("%(picked)s picked by %(now)s, %(due)s due") % words
    at, expected = goal
    words |= {"at": work.day.clock_of(at), "expected": expected}
    if expected == work.lines_due:
        return _("%(picked)s picked by %(now)s; at this pace all %(due)s by %(at)s") % words
    return _("%(picked)s picked by %(now)s, %(expected)s expected by %(at)s, %(due)s due") % words


def _grid(begin: datetime, end: datetime) -> Iterator[datetime]:
    at = begin
    while at < end:
        yield at
        at += QUARTER
    yield end


def _picked(work: Throughput) -> Iterator[Point]:
    if not work.picked:
        return
    for at in _grid(work.begin, min(work.day.now, work.end)):
        yield _point(work, at, work.picked_by(at) if at < work.day.now else work.lines)


def _point(work: Throughput, at: datetime, value: int) -> Point:
    return Point(_minutes(work, at), value, work.day.clock_of(at))


def _minutes(work: Throughput, at: datetime) -> float:
    return (at - work.begin) / timedelta(minutes=1)


def _ticks(work: Throughput) -> Iterator[tuple[float, str]]:
    hours = (work.end - work.begin) / HOUR
    step = HOUR * next(each for each in (1, 2, 3, 4, 6, 12) if hours / each <= MOST_TICKS)
    at = work.day.hour_of(work.begin)
    while at <= work.end:
        if at >= work.begin:
            yield _minutes(work, at), work.day.clock_of(at)
        at += step


def _bands(work: Throughput) -> Iterator[Band]:
    """The stops as marks; those that follow each other closely are one."""
    marks: list[list[Stop]] = []
    for stop in sorted(work.stops, key=lambda each: each.start):
        if stop.end <= work.begin or stop.end - stop.start < timedelta(seconds=1):
            continue
        if marks and stop.start - max(each.end for each in marks[-1]) < ONE_MARK:
            marks[-1].append(stop)
        else:
            marks.append([stop])
    for mark in marks:
        start, end = max(mark[0].start, work.begin), min(max(each.end for each in mark), work.end)
        words = mark[0].words if len(mark) == 1 else _("%(n)s stops") % {"n": len(mark)}
        minutes = max(1, round(work.stood(start, end) / timedelta(minutes=1)))
        label = _("%(what)s, %(n)s min") % {"what": words.lower(), "n": minutes}
        yield Band(_minutes(work, start), _minutes(work, end), label)


def _hours(work: Throughput) -> Iterator[Span]:
    marks = [work.begin, *(work.day.hour_of(work.begin) + HOUR * n for n in range(1, 26))]
    for start, until in pairwise(marks):
        if start >= work.day.now:
            return
        yield start, min(until, work.day.now)


def _table(work: Throughput, hours: Sequence[Span]) -> Table:
    return Table(
        caption=_("Lines by the hour"),
        columns=(
            Column(_("Hour")),
            Column(_("Due"), is_number=True),
            Column(_("Picked"), is_number=True),
            Column(_("Stopped"), is_number=True),
        ),
        rows=tuple(Row((work.day.clock_of(start), *_figures(work, start, until))) for start, until in hours),
        foot=(_("So far"), *_figures(work, work.begin, work.day.now, is_all=True)),
        hide_caption=True,
        is_tight=True,
    )


def _figures(work: Throughput, start: datetime, until: datetime, *, is_all: bool = False) -> tuple[str, str, str]:
    due = round(work.due_by(until)) - (0 if is_all else round(work.due_by(start)))
    picked = work.picked_by(until) - work.picked_by(start)
    minutes = round(work.stood(start, until) / timedelta(minutes=1))
    return charts.words(due), charts.words(picked), _("%(n)s min") % {"n": minutes}


def _of_due(work: Throughput, start: datetime, until: datetime) -> str:
    due, picked, _stopped = _figures(work, start, until)
    return _("%(picked)s of %(due)s") % {"picked": picked, "due": due}


def _quarter(moment: datetime) -> datetime:
    return moment.replace(minute=moment.minute // 15 * 15, second=0, microsecond=0)
