"""Events in words: what each kind says on a staff page. Whoever adds a kind adds its sentence here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from backend.web.templatetags.web import duration, grams
from warehouse import wording


@dataclass(frozen=True)
class Names:
    """What the ids in a set of events are called: first names, station numbers, places, goods."""

    people: Mapping[int, str] = field(default_factory=dict)
    stations: Mapping[int, int] = field(default_factory=dict)
    places: Mapping[int, str] = field(default_factory=dict)
    goods: Mapping[int, str] = field(default_factory=dict)

    def person(self, pk: int) -> str:
        """The first name of somebody."""
        return self.people.get(pk, _("somebody"))

    def station(self, pk: int) -> str:
        """A station by its number."""
        return _("station %(number)s") % {"number": self.stations.get(pk, "?")}

    def place(self, pk: int) -> str:
        """A place as its plates say it."""
        return self.places.get(pk, _("a shelf"))

    def thing(self, pk: int) -> str:
        """Goods by their title."""
        return self.goods.get(pk, _("goods"))


@dataclass(frozen=True)
class Told:
    """An event in words."""

    title: str
    more: str = ""
    tone: str = "ok"
    icon: str = "check"


Data = Mapping[str, Any]
Teller = Callable[[Data, Names], Told]


def tell(kind: str, data: Data, names: Names) -> Told:
    """What happened, in words; a kind that nobody wrote a sentence for is named as it is."""
    teller = TELLERS.get(kind)
    return teller(data, names) if teller else Told(kind, tone="info", icon="circle-dot")


def units(count: int) -> str:
    """So many units."""
    return ngettext("%(n)s unit", "%(n)s units", count) % {"n": count}


def orders(count: int) -> str:
    """So many orders."""
    return ngettext("%(n)s order", "%(n)s orders", count) % {"n": count}


def _missing(count: int) -> str:
    return (
        ngettext("%(n)s unit missing", "%(n)s units missing", count) % {"n": count} if count else _("nothing missing")
    )


def _of_lines(data: Data) -> str:
    lines = ngettext("%(n)s line", "%(n)s lines", data["lines"]) % {"n": data["lines"]}
    return f"{lines}, {units(data['units'])}"


def _batch(data: Data) -> str:
    return _("batch %(number)s") % {"number": data["batch"]}


def _misscans(count: int) -> str:
    return ngettext("%(n)s other scan before", "%(n)s other scans before", count) % {"n": count} if count else ""


def _joined(*words: str) -> str:
    return ", ".join(word for word in words if word)


def _who_where(data: Data, names: Names) -> str:
    return _joined(names.person(data["worker"]), names.station(data["station"]))


def _line_picked(data: Data, names: Names) -> Told:
    title = _("%(units)s of %(goods)s") % {"units": units(data["units"]), "goods": names.thing(data["product"])}
    return Told(title, _joined(names.place(data["location"]), _misscans(data["misscans"])), icon="shopping-basket")


def _short(data: Data, names: Names) -> Told:
    title = _("%(units)s short: %(goods)s") % {
        "units": units(data["missing"]),
        "goods": names.thing(data["product"]),
    }
    found = _("%(n)s found elsewhere") % {"n": data["found_elsewhere"]} if data["found_elsewhere"] else ""
    why = wording.missing_because(data["reason"])
    return Told(title, _joined(names.place(data["location"]), why, found), "warn", "package-x")


def _given_back(data: Data, _names: Names) -> Told:
    why = {
        "stuck": _("freed by staff"),
        "lapsed": _("no scan for a quarter of an hour"),
        "left": _("the seat was left"),
        "help": _("help was asked for"),
    }.get(data["reason"], "")
    return Told(_("Waits for another worker"), why, "warn", "undo-2")


def _weight(data: Data) -> str:
    return _("%(weight)s on the scale, %(expected)s expected") % {
        "weight": grams(data["weight_grams"]),
        "expected": grams(data["expected_grams"]),
    }


def _hold_released(data: Data, _names: Names) -> Told:
    title = _("%(what)s, %(time)s") % {"what": _hold_word(data), "time": duration(data["held_seconds"])}
    return Told(title, _("the clock of the shop kept running"), "warn", "lock")


def _hold_word(data: Data) -> str:
    return {
        "freeze": _("Stopped"),
        "roll_call": _("Roll-call"),
        "lockdown": _("Lockdown"),
        "fire": _("Fire alarm"),
    }.get(data["hold_kind"], _("Stopped"))


def _addressee_read(data: Data, names: Names) -> Told:
    return Told(_("The address was read"), names.station(data["station"]), "info", "eye")


def _label_replaced(data: Data, _names: Names) -> Told:
    more = _("label R%(n)s follows") % {"n": data["next_generation"]}
    return Told(_("Another print allowed"), _joined(wording.reprint_because(data["reason"]), more), "warn", "printer")


TELLERS: Final[dict[str, Teller]] = {
    "order.accepted": lambda d, n: Told(_("Order accepted"), _of_lines(d), icon="inbox"),
    "order.promised": lambda d, n: Told(
        _("Goods set aside"),
        _joined(units(d["units"]), _missing(d["missing"])),
        "warn" if d["missing"] else "ok",
        "layers",
    ),
    "order.short": lambda d, n: Told(_("Waits for goods"), _missing(d["missing"]), "warn", "package-x"),
    "order.released": lambda d, n: Told(_("On %(batch)s") % {"batch": _batch(d)}, icon="route"),
    "order.picking": lambda d, n: Told(_("Picking began"), _batch(d), icon="shopping-basket"),
    "order.picked": lambda d, n: Told(
        _("Picked"), _joined(units(d["units"]), _missing(d["missing"])), "warn" if d["missing"] else "ok"
    ),
    "order.packed": lambda d, n: Told(
        _("Packed"), ngettext("%(n)s parcel", "%(n)s parcels", d["parcels"]) % {"n": d["parcels"]}, icon="package-check"
    ),
    "order.shipped": lambda d, n: Told(
        _("Sent"), _joined(units(d["units"]), _missing(d["missing"])), "warn" if d["missing"] else "ok", "truck"
    ),
    "order.held": lambda d, n: Told(_("Held"), wording.held_because(d["reason"]), "warn", "pause"),
    "order.lifted": lambda d, n: Told(_("Goes on"), icon="play"),
    "order.cancel_asked": lambda d, n: Told(_("The shop asked to stop it"), "", "warn", "ban"),
    "order.cancelled": lambda d, n: Told(
        _("Stopped"), _("%(units)s free again") % {"units": units(d["units"])}, "warn", "ban"
    ),
    "order.cancel_refused": lambda d, n: Told(
        _("Too late to stop it"), wording.order_state(d["state"]).word, "warn", "octagon-x"
    ),
    "order.rejected": lambda d, n: Told(_("Sent back by staff"), "", "warn", "undo-2"),
    "order.freed": lambda d, n: Told(_("Goods let go"), units(d["units"]), "info", "undo-2"),
    "wave.asked": lambda d, n: Told(_("A wave was asked for"), "", "info", "route"),
    "wave.planned": lambda d, n: Told(
        _("Wave planned"), ngettext("%(n)s batch", "%(n)s batches", d["batches"]) % {"n": d["batches"]}, icon="route"
    ),
    "wave.released": lambda d, n: Told(_("Wave released"), orders(d["orders"]), icon="send"),
    "wave.ahead_set": lambda d, n: Told(
        _("Batches that go ahead by themselves"), _("all") if d["batches"] < 0 else str(d["batches"]), "info", "route"
    ),
    "wave.dropped": lambda d, n: Told(_("A try at a wave was forgotten"), "", "info", "trash-2"),
    "wave.opened": lambda d, n: Told(
        _("Batch planned"),
        _joined(orders(d["orders"]), ngettext("%(n)s stop", "%(n)s stops", d["stops"]) % {"n": d["stops"]}),
        icon="route",
    ),
    "wave.withdrawn": lambda d, n: Told(_("Nobody needs to walk it"), orders(d["orders"]), "info", "ban"),
    "pick.claimed": lambda d, n: Told(_("Taken by a worker"), _who_where(d, n), "info", "shopping-basket"),
    "pick.line_picked": _line_picked,
    "pick.skipped": lambda d, n: Told(_("Left for later"), n.place(d["location"]), "info", "corner-up-right"),
    "pick.short": _short,
    "pick.put_back": lambda d, n: Told(
        _("Put back on the shelf"),
        _joined(units(d["units"]), n.thing(d["product"]), n.place(d["location"])),
        "info",
        "undo-2",
    ),
    "pick.given_back": _given_back,
    "pick.finished": lambda d, n: Told(
        _("Walk finished"), _joined(orders(d["orders"]), units(d["units"]), n.person(d["worker"])), icon="check-check"
    ),
    "parcel.opened": lambda d, n: Told(_("Packing began"), _who_where(d, n), "info", "package-open"),
    "parcel.weight_refused": lambda d, n: Told(_("The weight is not right"), _weight(d), "warn", "scale"),
    "parcel.weight_allowed": lambda d, n: Told(
        _("Weight allowed by staff"), _joined(_weight(d), wording.weight_because(d["reason"])), "warn", "scale"
    ),
    "parcel.sealed": lambda d, n: Told(
        _("Sealed"),
        _joined(units(d["units"]), grams(d["weight_grams"]), _misscans(d["misscans"])),
        icon="package-check",
    ),
    "parcel.unpacked": lambda d, n: Told(
        _("Opened again"), wording.unpack_because(d["reason"]).lower(), "warn", "package-open"
    ),
    "parcel.labelled": lambda d, n: Told(_("Carrier label made"), f"R{d['generation']}", icon="tag"),
    "parcel.loaded": lambda d, n: Told(_("Loaded into a cage"), icon="package-plus"),
    "parcel.unloaded": lambda d, n: Told(_("Taken out of the cage"), "", "info", "package-minus"),
    "parcel.shipped": lambda d, n: Told(_("Left through the gate"), icon="truck"),
    "carrier_label.received": lambda d, n: Told(_("The shop sent its carrier's label"), "", "info", "inbox"),
    "carrier_label.accepted": lambda d, n: Told(_("The carrier's label may print"), icon="tag"),
    "carrier_label.refused": lambda d, n: Told(
        _("The carrier's label was refused"), wording.carrier_label_because(d["reason"]), "warn", "octagon-x"
    ),
    "carrier_label.unclear": lambda d, n: Told(
        _("Dispatch looks at the carrier's label"), wording.carrier_label_because(d["reason"]), "warn", "eye"
    ),
    "carrier_label.set_aside": lambda d, n: Told(
        _("The carrier's label counts no more"), wording.carrier_label_because(d["reason"]), "info", "undo-2"
    ),
    "tote.released": lambda d, n: Told(_("The tote may be packed"), icon="shopping-basket"),
    "addressee.read": _addressee_read,
    "label.asked": lambda d, n: Told(_("Label asked for"), f"R{d['generation']}", "info", "printer"),
    "label.moved": lambda d, n: Told(_("It prints at another printer"), "", "info", "arrow-right-left"),
    "label.sending": lambda d, n: Told(_("The printer begins"), "", "info", "printer"),
    "label.sent": lambda d, n: Told(_("Sent to the printer"), "", "info", "printer"),
    "label.printed": lambda d, n: Told(_("The queue says that it printed"), "", "info", "printer-check"),
    "label.doubtful": lambda d, n: Told(_("Nobody knows whether it printed"), "", "warn", "triangle-alert"),
    "label.confirmed": lambda d, n: Told(_("The label was scanned"), icon="scan-barcode"),
    "label.unprintable": lambda d, n: Told(_("It cannot be printed as it is"), "", "bad", "printer-x"),
    "label.found": lambda d, n: Told(_("The label did come out"), icon="printer-check"),
    "label.missing": lambda d, n: Told(_("The label never came out"), "", "warn", "printer-x"),
    "label.spoiled": lambda d, n: Told(_("The label was destroyed"), "", "info", "trash-2"),
    "label.handed_back": lambda d, n: Told(_("The label was handed back"), "", "info", "undo-2"),
    "label.replaced": _label_replaced,
    "label.alarm": lambda d, n: Told(_("A replaced label was scanned"), "", "bad", "siren"),
    "hold.released": _hold_released,
}
