"""A packing bench drawn as the card of its step: what belongs in the box, its weight, its seal and its tag."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext as _

from backend.kit.charts import Gauge, gauge
from warehouse import weighing
from warehouse.bench import Bench, product_of, wanted_of
from warehouse.cards.step import (
    Action,
    Check,
    Chip,
    Choice,
    Numbers,
    Outcome,
    Scales,
    StepCard,
    Tone,
    chips,
    told,
)
from warehouse.models import ParcelLine

CHOICES: Final = 3
LISTED: Final = 6
LISTED_WITH_SCALES: Final = 4
ORDER: Final = {"item": 0, "carton": 0, "weight": 1, "weigh_help": 1, "witness": 2, "seal": 2, "tag": 3}


def draw(bench: Bench, outcome: Outcome | None = None) -> StepCard:
    """The card of the step at which the bench stands, with what the last scan came to."""
    if bench.run.step == "tote":
        return told(_waiting(bench), outcome or _taken_away(bench))
    if outcome is None and bench.run.step == "weigh_help":
        outcome = Outcome(Tone.HELP, code="weight_wrong_twice")
    return told(_packing(bench), outcome)


def _waiting(bench: Bench) -> StepCard:
    return StepCard(
        flow="pack",
        step="tote",
        revision=bench.run.revision,
        words=_("Take a tote. Scan it."),
        heading=_("Next parcel"),
        title=_("Take the tote in front"),
        chips=_way(-1),
        facts=(
            ("scan-barcode", _("Scan every item")),
            ("scale", _("Weigh, seal, tag")),
        ),
        actions=(Action(_("Ask for help"), "hand", name="help"),),
    )


def _taken_away(bench: Bench) -> Outcome | None:
    """What became of the box that stood here, until the next tote is scanned; None when it was finished."""
    if bench.run.parcel_id is None:
        return None
    more = _("Put the tote on the check lane. Take the next.")
    return Outcome(Tone.HELP, _("Staff opened this parcel."), more, code="parcel_unpacked")


def _packing(bench: Bench) -> StepCard:
    step = bench.run.step
    words, more = _prompt(bench)
    checks, scales = _checks(bench), _scales(bench)
    listed = checks[: LISTED_WITH_SCALES if scales else LISTED]
    return StepCard(
        flow="pack",
        step=step,
        revision=bench.run.revision,
        words=words,
        more=more,
        icon={"carton": "box", "weight": "scale", "weigh_help": "hand", "witness": "users"}.get(step, ""),
        heading=_("Items"),
        part=bench.checked,
        of=bench.units,
        tote=bench.tote.name if bench.tote else "",
        checks=listed,
        unlisted=len(checks) - len(listed),
        scales=scales,
        choices=_boxes(bench) if step == "carton" else (),
        chips=_way(ORDER[step]),
        actions=_actions(bench),
        numbers=_questions(bench),
        can_type=step not in ("carton", "weigh_help"),
    )


def _prompt(bench: Bench) -> tuple[str, str]:
    left = bench.units - bench.checked if bench.run.step == "item" else 0
    carton = bench.parcel.carton.name if bench.parcel.carton else ""
    return {
        "item": (_("Scan an item. Put it in."), _("%(n)d more") % {"n": left}),
        "carton": (_("Choose the box."), _("The first one fits best.")),
        "weight": (_("Close %(box)s. Weigh it.") % {"box": carton}, _("Read the scale. Type the grams.")),
        "weigh_help": (_("Staff come. Wait here."), _("The weight is not right.")),
        "witness": (_("Ask another person to look."), _("Scan the other person's badge.")),
        "seal": (_("Seal the box. Scan the seal."), ""),
        "tag": (_("Stick the tag on. Scan it."), _("It comes out of the printer.")),
    }[bench.run.step]


def _way(now: int) -> tuple[Chip, ...]:
    return chips(now, (_("Items"), "package"), (_("Weight"), "scale"), (_("Seal"), "lock"), (_("Tag"), "tag"))


def _checks(bench: Bench) -> tuple[Check, ...]:
    """What belongs in the box, by product; a list too long for the screen begins with what is still to do."""
    found: list[Check] = []
    is_now_given = False
    for lines in bench.by_product.values():
        goods = product_of(lines[0])
        wanted, checked = sum(line.wanted for line in lines), sum(line.checked for line in lines)
        is_done = checked == wanted
        count = _("%(n)d of %(all)d") % {"n": checked, "all": wanted}
        is_now = not is_done and not is_now_given and bench.run.step == "item"
        is_now_given = is_now_given or is_now
        found.append(Check(goods.title, goods.picture, count, is_done=is_done, is_now=is_now))
    if len(found) > LISTED:
        found.sort(key=lambda check: check.is_done)
    return tuple(found)


def _scales(bench: Bench) -> Scales | None:
    parcel = bench.parcel
    weight, expected = parcel.weight_grams, parcel.expected_grams
    if weight is None or expected is None or bench.run.step in ("item", "carton"):
        return None
    allowed, is_right = weighing.tolerance(expected), weighing.passes(weight, expected)
    conclusion = _("%(weight)d grams, expected %(expected)d, give or take %(allowed)d")
    shown = Gauge(
        title=_("Weight"),
        conclusion=conclusion % {"weight": weight, "expected": expected, "allowed": allowed},
        unit="g",
        value=weight,
        low=expected - allowed,
        high=expected + allowed,
        below=_("too light"),
        above=_("too heavy"),
    )
    return Scales(weight=weight, is_right=is_right, drawing=gauge(shown))


def _boxes(bench: Bench) -> tuple[Choice, ...]:
    size = _("%(l)d × %(w)d × %(h)d")
    return tuple(
        Choice(
            action="carton",
            value=str(box.id),
            word=box.name,
            more=size % dict(zip("lwh", (side // 10 for side in box.sides_mm), strict=True)),
            is_best=n == 0,
        )
        for n, box in enumerate(bench.boxes[:CHOICES])
    )


def _actions(bench: Bench) -> tuple[Action, ...]:
    ask = Action(_("Ask for help"), "hand", name="help")
    problem = Action(_("Problem"), "triangle-alert", opens="problem", tone="warn")
    if bench.run.step == "weight":
        return (Action(_("Type the weight"), "calculator", opens="weight"), problem)
    if bench.run.step == "seal":
        return (Action(_("Type the number"), "calculator", opens="seal"), ask)
    if bench.run.step == "item" and bench.begun_many:
        return (Action(_("Type how many"), "calculator", opens="count"), problem)
    if bench.run.step in ("item", "carton"):
        return (problem, ask)
    if bench.run.step == "tag":
        return (Action(_("No tag came out"), "printer", name="no_tag"), ask)
    return (ask,)


def _questions(bench: Bench) -> tuple[Numbers, ...]:
    if bench.run.step == "weight":
        weight = Numbers("weight", _("How heavy is it?"), _("Read the scale."), "weight", "{n} g", digits=6, unit="g")
        return (weight, _problem())
    if bench.run.step == "seal":
        return (Numbers("seal", _("Which number is on the seal?"), _("Only digits."), "seal", "{n}", digits=12),)
    if bench.run.step == "item" and (many := bench.begun_many):
        return (_how_many(many), _problem())
    return (_problem(),) if bench.run.step in ("item", "carton") else ()


def _how_many(lines: list[ParcelLine]) -> Numbers:
    goods, wanted = product_of(lines[0]), wanted_of(lines)
    return Numbers(
        id="count",
        question=_("How many are in the box?"),
        more=_("You need %(n)d.") % {"n": wanted},
        action="count",
        go=_("{n} are in the box"),
        digits=len(str(wanted)),
        name=goods.title,
        picture=goods.picture,
        back=_("Scan on"),
    )


def _problem() -> Numbers:
    return Numbers(
        id="problem",
        question=_("Is something missing or broken?"),
        more=_("The tote goes to the check lane."),
        action="problem",
        go=_("Yes. Call staff."),
        note=_("Staff look at it. This does not count against you."),
    )
