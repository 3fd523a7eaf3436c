"""What a worker scanned that was not asked for: is it a shelf, a tote, goods, or nothing we know?"""

from __future__ import annotations

from collections.abc import Collection

from django.utils.translation import gettext as _

from warehouse.cards.step import Outcome, wrong
from warehouse.models import ProductCode
from warehouse.scanning import Scanned


def goods(scanned: Scanned, *, facility: int, among: Collection[int] = ()) -> ProductCode | None:
    """What a code of goods stands for here; of several shops with the same code, the one whose product is wanted."""
    if not scanned.texts:
        return None
    found = ProductCode.objects.filter(text__in=scanned.texts, merchant__facility=facility).select_related("product")
    return min(found, key=lambda code: (code.product_id not in among, scanned.texts.index(code.text)), default=None)


def out_of_turn(scanned: Scanned, todo: str) -> Outcome:
    """A label of ours at the wrong step, or one that nobody knows: said aloud, with what to do instead."""
    if scanned.code is not None and scanned.code.kind in ("L", "T", "C"):
        words = {"L": _("This is a shelf."), "T": _("This is a tote."), "C": _("This is a cart.")}[scanned.code.kind]
        return wrong("wrong_step", words, todo)
    return unread(scanned)


def unread(scanned: Scanned) -> Outcome:
    """A code that is broken or that nobody knows."""
    if scanned.fault in ("check", "empty"):
        return wrong("not_read", _("Not read. Scan again."))
    return wrong("unknown_code", _("Unknown label. Ask for help."))
