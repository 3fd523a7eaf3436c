"""The page that shows every part in every state: what a screen is built from, and what a reviewer looks at first."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from backend.kit import charts
from backend.web import goods, parts
from backend.web import help as pages

COLOURS: Final = (
    ("ink", "text, 16:1"), ("bar", "the dark sign"), ("sign", "where to go"), ("blue", "do this now"),
    ("green", "right, running"), ("red", "wrong, stop"), ("amber", "a person is needed"), ("violet", "practice"),
    ("grey", "paused, done"), ("paper", "page"), ("sunk", "quiet ground"), ("line", "hairline"), ("edge", "control"),
)  # fmt: skip
AT: Final = datetime(2026, 11, 20, 10, 24, tzinfo=UTC)


class SampleForm(forms.Form):
    """A form with one right and one wrong answer."""

    sku = forms.CharField(label="SKU", widget=forms.TextInput({"class": "input"}))
    quantity = forms.IntegerField(
        label="How many",
        min_value=1,
        widget=forms.NumberInput({"class": "input"}),
        help_text="Count what is in your hand",
        error_messages={"min_value": "Type 1 or more"},
    )


def components(request: HttpRequest) -> HttpResponse:
    """Every part in every state, in the theme that is asked for."""
    form = SampleForm({"sku": "FF-4102", "quantity": "0"})
    form.is_valid()
    context = {
        "groups": pages.navigation(),
        "theme": pages.theme(request),
        "colours": COLOURS,
        "form": form,
        "pictures": goods.PICTURES,
        "figures": [charts.figure(chart) for chart in _charts()],
        "weight": charts.figure(_weight()),
    }
    return render(request, "web/components.html", context | _samples() | pages.contrast(request))


def _samples() -> dict[str, object]:
    step, cell = parts.Step, parts.Cell
    return {
        "steps": (
            step("Shelf", "map-pin", is_done=True),
            step("Item", "package", is_now=True),
            step("Tote", "shopping-basket"),
        ),
        "stepper": (step("Asked", is_done=True), step("Check", is_done=True), step("Sign", is_now=True), step("Done")),
        "marks": ("done", "now", "", ""),
        "pips": (True, False),
        "stats": (
            parts.Stat("Sent today", "268", "of 412", "On course", "ok"),
            parts.Stat("At risk", "16", "", "Look", "warn", "triangle-alert"),
            parts.Stat("Wrong, per 1,000", "2.1", "limit 4.0"),
        ),
        "table": parts.Table(
            "Sorted by time left",
            (parts.Column("Order"), parts.Column("Items", is_number=True), parts.Column("State")),
            (
                parts.Row(
                    (cell("FF-88-1207", "#", is_code=True), "9", cell(word="Packed", tone="info", icon="package"))
                ),
                parts.Row(
                    (
                        cell("FF-88-1204", "#", is_code=True),
                        "7",
                        cell(word="Short", tone="warn", icon="triangle-alert"),
                    ),
                    is_picked=True,
                ),
            ),
            foot=("All", "16", ""),
        ),
        "pager": parts.Pager("#", "#", "51 to 100"),
        "flow": (
            parts.Stage(96, "to pick"),
            parts.Stage(42, "picking"),
            parts.Stage(31, "to pack", "warn"),
            parts.Stage(268, "sent"),
        ),
        "seats": (
            parts.Seat("1", "shopping-basket", "Picking", "ok"),
            parts.Seat("5", "armchair", "Empty", "off"),
            parts.Seat("7", "hand", "Help", "warn"),
            parts.Seat("10", "wifi-off", "No signal", "bad"),
        ),
        "calls": (
            parts.Call("Station 10 has no signal", "wifi-off", "bad", "Paper list is on the board", "#", "Open"),
            parts.Call("Station 7 asks for help", "hand", "warn", "Not enough here, shelf E 11 4", "#", "Go"),
        ),
        "timeline": (
            parts.Moment(AT, "Packed", "now", "48213", "now", "package"),
            parts.Moment(AT.replace(minute=2), "Roll-call", "12 min, paid", "48066", "warn", "lock"),
            parts.Moment(AT.replace(hour=9, minute=58), "Wrong item, put back", "A 03 2", "48060", "bad", "x"),
            parts.Moment(AT.replace(hour=9, minute=40), "Set aside", "6 of 6", "47951"),
        ),
        "checks": (
            parts.Check("Lavender soap bar, 100 g", "2 of 2", "soap-lavender", is_done=True),
            parts.Check("Mint tea tin, 125 g", "0 of 1", "tea/teal", is_now=True),
            parts.Check("Stone mug, grey", "0 of 2", "mug/grey"),
        ),
        "versus": parts.Versus(
            "Rose soap bar", "Lavender soap bar", "soap-rose", "soap-lavender", "Pink band", "Purple band"
        ),
        "held": parts.Held(
            "Roll-call",
            "Stay at your station. Put the scanner down.",
            ("Your scans are saved", "Your time is paid", "You start again here"),
            "A 03 2",
            "Stop 2 of 6",
            AT.replace(minute=2),
        ),
        "numbers": parts.Numbers(
            "numbers-sample",
            "How many can you see?",
            (0, 1),
            "short",
            "Take {n}, go on",
            "Lavender soap bar. You need 2.",
            "Lavender soap bar",
            "soap-lavender",
            "Take what is there. Someone checks the shelf. This does not count against you.",
            reasons=(("empty", "Shelf is empty"), ("damaged", "Damaged")),
        ),
        "pin": parts.Pin("#"),
    }


def _charts() -> tuple[charts.Chart, ...]:
    def points(values: tuple[int | None, ...]) -> tuple[charts.Point, ...]:
        return tuple(charts.Point(15 * n, y, f"{8 + n // 4:02d}:{n % 4 * 15:02d}") for n, y in enumerate(values))

    picked = points((0, 30, 80, 140, 200, 262, 310, 352, 352, 378))
    due = points(tuple(46 * n for n in range(15)))
    ticks = ((0.0, "08:00"), (60.0, "09:00"), (120.0, "10:00"), (210.0, "11:30"))
    return (
        charts.Line(
            "Lines picked against lines due",
            "378 picked by 10:15, 644 due by 11:30",
            "lines",
            (charts.Series("due", due, "plan"), charts.Series("picked", picked)),
            ticks,
            (charts.Band(105, 117, "roll-call, 12 min"),),
        ),
        charts.Bars(
            "Misreads by zone",
            "Zone C misreads most, 9 in a day",
            "misreads",
            tuple(
                charts.Bar(zone, n, zone == "C") for zone, n in (("A", 3), ("B", 4), ("C", 9), ("D", None), ("E", 2))
            ),
            limit=6,
            place="Zone",
        ),
        charts.Bars(
            "Age of the orders that wait",
            "Most wait less than an hour",
            "orders",
            tuple(charts.Bar(f"{n} h", count) for n, count in enumerate((48, 21, 9, 4, 0, 1))),
            touching=True,
            place="Age",
        ),
        charts.Stacked(
            "Hours of the week",
            "Regime took 9 of 160 hours",
            "hours",
            (("worked", "ours"), ("regime", "plan"), ("short stock", "third")),
            (("Mon", (31, 1, 0)), ("Tue", (30, 2, 1)), ("Wed", (32, 0, 1)), ("Thu", (27, 5, 0)), ("Fri", (29, 1, 2))),
            place="Day",
        ),
        charts.Sparkline("Lines an hour", "184, and rising", (150, 162, None, 171, 168, 184)),
    )


def _weight() -> charts.Gauge:
    return charts.Gauge("Weight", "846 g, right: 832 to 872 g", "g", 846, 832, 872, "too light", "too heavy")
