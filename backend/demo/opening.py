"""Opens the demo: founds it, fills its shelves, and says how to come in as each role."""

from __future__ import annotations

from datetime import timedelta

from backend.demo import founding, history, sign_ins, stocking
from backend.demo.sign_ins import SignIn
from backend.facility import enrolling
from backend.facility.models import Facility, Station
from backend.people.models import Person

ROLES = {
    "worker": "Worker",
    "supervisor": "Supervisor",
    "dispatcher": "Dispatcher",
    "security": "Gate (second signature)",
    "manager": "Manager",
}
BATCHES_AHEAD = 4
DEMO_CODE_LIVES = timedelta(hours=12)


def open_demo() -> Facility:
    """A demo facility with goods on its shelves; its sign-ins are written down for its owner."""
    founded = founding.found(founding.Plan(batches_ahead=BATCHES_AHEAD))
    sign_ins.keep(founded.sign_ins)
    stocking.fill(founded.facility, stocking.demo_goods())
    history.tell(founded.facility)
    return founded.facility


def ways_in() -> str:
    """How to sign in to the demo as each role, with a fresh code for each kind of station; words for a terminal."""
    kept = sign_ins.kept()
    if not kept:
        return "This house has its own people: sign in with the names that were given out.\n"
    lines = ["How to sign in (demo, drawn at random for this computer):", ""]
    lines += [f"  {line}" for line in _staff_lines(kept)]
    lines += ["", "  At a station: open /enrol/ in a private window, enter the code, then badge and PIN."]
    lines += [f"    {line}" for line in _station_lines()]
    lines += [f"    {each.who:<8} badge {each.name}   PIN {each.secret}" for each in kept if each.role == "worker"][:4]
    lines += ["", "  Merchants' keys (API pages at /api/docs/, help at /help/):"]
    lines += [f"    {each.who:<18} {each.secret}" for each in kept if each.role == "merchant"]
    return "\n".join(lines) + "\n"


def _staff_lines(kept: tuple[SignIn, ...]) -> list[str]:
    return [
        f"{ROLES[each.role]:<24} /sign-in/   {each.name:<12} {each.secret}"
        for each in kept
        if each.role in ROLES and each.role != "worker"
    ]


def _station_lines() -> list[str]:
    manager = Person.objects.filter(role=Person.Role.MANAGER).order_by("pk").first()
    if manager is None:
        return []
    lines = []
    for kind, words in (
        (Station.Kind.PICK, "picking"),
        (Station.Kind.PACK, "packing"),
        (Station.Kind.DISPATCH, "dispatch"),
    ):
        station = Station.objects.filter(facility=manager.facility, kind=kind).order_by("number").first()
        if station is not None:
            code = enrolling.make_code(station, by=manager, good_for=DEMO_CODE_LIVES).code
            lines.append(f"code {code}   station {station.number}, {words}")
    return lines
