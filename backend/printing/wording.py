"""The words for printers and labels on pages of staff."""

from __future__ import annotations

from django.utils.translation import gettext as _

from backend.web.parts import Chip


def zone(value: str) -> str:
    """Among whom a printer stands."""
    return {"worker": _("Workers"), "staff": _("Staff"), "dispatch": _("Dispatch")}[value]


def technique(value: str) -> str:
    """How it prints."""
    return {
        "direct_thermal": _("Direct thermal"),
        "thermal_transfer": _("Thermal transfer (ribbon)"),
        "laser": _("Laser or ink"),
    }[value]


def way(value: str) -> str:
    """How it is reached."""
    return {
        "raw": _("Network, port 9100"),
        "cups": _("CUPS or IPP queue"),
        "file": _("Files in a folder"),
        "browser": _("Printed from this page"),
    }[value]


def language(value: str) -> str:
    """What it understands."""
    return {"pdf": "PDF", "zpl": "ZPL", "raster": _("Picture (1 bit)")}[value]


def trouble(status: str) -> Chip:
    """What a printer last said of itself."""
    away = ("bad", "wifi-off")
    known = {
        "ready": (_("Ready"), "ok", "circle-check"),
        "paper_out": (_("Paper is out"), "bad", "scroll-text"),
        "head_open": (_("Head is open"), "bad", "lock-open"),
        "ribbon_out": (_("Ribbon is out"), "bad", "scroll-text"),
        "too_hot": (_("Too hot"), "bad", "triangle-alert"),
        "memory": (_("Memory is damaged"), "bad", "triangle-alert"),
        "halted": (_("Paused at the printer"), "warn", "circle-pause"),
        "full": (_("Its buffer is full"), "warn", "clock"),
        "stalled": (_("It does not go on"), "bad", "clock"),
        "no_answer": (_("It does not answer"), *away),
        "line": (_("Not reached"), *away),
        "spooler": (_("Queue not reached"), *away),
        "stopped": (_("Queue is stopped"), "bad", "octagon-pause"),
        "given_up": (_("Queue gave a label up"), "bad", "triangle-alert"),
        "closed": (_("Queue takes nothing"), "bad", "lock"),
        "address": (_("Address is wrong"), "bad", "circle-alert"),
        "folder": (_("Folder is not writable"), "bad", "circle-alert"),
    }
    return Chip(*known.get(status, (_("Not used yet"), "", "circle-dashed")))


def label_state(state: str) -> Chip:
    """How far a label is known to have come."""
    return Chip(
        *{
            "waiting": (_("Waits to print"), "info", "clock"),
            "sending": (_("Printing"), "info", "printer"),
            "sent": (_("Sent to the printer"), "info", "printer"),
            "printed": (_("Printed, says the queue"), "info", "printer-check"),
            "unknown": (_("Nobody knows"), "warn", "triangle-alert"),
            "confirmed": (_("Scanned"), "ok", "check"),
            "spoiled": (_("Destroyed"), "", "trash-2"),
            "returned": (_("Handed back"), "", "undo-2"),
            "revoked": (_("Replaced"), "", "undo-2"),
        }[state]
    )


def missing_because(reason: str) -> str:
    """Why a session ends with pieces missing."""
    return {
        "not_scanned": _("They are in use, nobody scanned them"),
        "lost": _("They are lost"),
        "other": _("Something else, see the daybook"),
    }[reason]


def kind(name: str) -> str:
    """What a label is; its own name for a paper that has no words here."""
    return {
        "badge": _("Badge"),
        "batch": _("Batch label"),
        "bin": _("Bin label"),
        "carrier": _("Carrier label"),
        "cart": _("Cart label"),
        "item": _("Item label"),
        "packing": _("Packing slip"),
        "packing-masked": _("Packing slip without address"),
        "pallet": _("Pallet label"),
        "parcel": _("Parcel tag"),
        "product": _("Product label"),
        "return": _("Return label"),
        "seal": _("Seal label"),
        "shelf": _("Shelf label"),
        "tool": _("Tool tag"),
        "tote": _("Tote label"),
    }.get(name, name)
