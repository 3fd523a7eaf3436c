"""What can happen to a printed label, and to a printer; recorded without a byte of what stands on the paper."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from backend.ledger.happenings import Happening


@dataclass(frozen=True)
class LabelAsked(Happening):
    """A label is to be printed: it has its number, and waits."""

    kind: ClassVar[str] = "label.asked"
    printer: int
    generation: int


@dataclass(frozen=True)
class LabelUnprintable(Happening):
    """What was asked cannot be drawn exactly, so nothing left for the printer and the number stays unused."""

    kind: ClassVar[str] = "label.unprintable"
    printer: int


@dataclass(frozen=True)
class LabelMoved(Happening):
    """A supervisor let a label that never left print at another printer."""

    kind: ClassVar[str] = "label.moved"
    printer: int
    to: int


@dataclass(frozen=True)
class LabelSending(Happening):
    """The first byte is about to leave for the printer; committed before it does."""

    kind: ClassVar[str] = "label.sending"
    printer: int


@dataclass(frozen=True)
class LabelSent(Happening):
    """All bytes left, and a printer that answers has taken them; whether paper came out, only a scan can tell."""

    kind: ClassVar[str] = "label.sent"
    printer: int


@dataclass(frozen=True)
class LabelPrinted(Happening):
    """The queue of CUPS that took it says that it is through; still only a scan proves the paper."""

    kind: ClassVar[str] = "label.printed"
    printer: int


@dataclass(frozen=True)
class LabelDoubtful(Happening):
    """Something went wrong after the first byte: nobody knows whether it printed, and no machine sends it again."""

    kind: ClassVar[str] = "label.doubtful"
    printer: int


@dataclass(frozen=True)
class LabelConfirmed(Happening):
    """The label was scanned, so it exists."""

    kind: ClassVar[str] = "label.confirmed"


@dataclass(frozen=True)
class LabelFound(Happening):
    """A doubt is resolved: a person holds the label, or a later one that came out after it."""

    kind: ClassVar[str] = "label.found"


@dataclass(frozen=True)
class LabelMissing(Happening):
    """A doubt is resolved: a person looked and the label never came out; its number counts no more."""

    kind: ClassVar[str] = "label.missing"


@dataclass(frozen=True)
class LabelSpoiled(Happening):
    """The piece of paper was destroyed under somebody's eyes."""

    kind: ClassVar[str] = "label.spoiled"
    reason: str


@dataclass(frozen=True)
class LabelHandedBack(Happening):
    """The piece of paper was not needed and lies with staff."""

    kind: ClassVar[str] = "label.handed_back"
    reason: str


@dataclass(frozen=True)
class LabelReplaced(Happening):
    """A supervisor allowed another print; a label of this generation counts no more."""

    kind: ClassVar[str] = "label.replaced"
    reason: str
    next_generation: int


@dataclass(frozen=True)
class LabelAlarm(Happening):
    """A label that counts no more was scanned: somebody still has it, or stuck it on something."""

    kind: ClassVar[str] = "label.alarm"
    generation: int


@dataclass(frozen=True)
class PrinterAdded(Happening):
    """A printer stands in a zone."""

    kind: ClassVar[str] = "printer.added"
    zone: str
    technique: str


@dataclass(frozen=True)
class PrinterChanged(Happening):
    """A printer was moved, or is reached or fed in another way."""

    kind: ClassVar[str] = "printer.changed"
    zone: str
    technique: str


@dataclass(frozen=True)
class PrinterPaused(Happening):
    """Somebody of staff stopped a printer: labels wait."""

    kind: ClassVar[str] = "printer.paused"


@dataclass(frozen=True)
class PrinterResumed(Happening):
    """The printer goes on where it was stopped."""

    kind: ClassVar[str] = "printer.resumed"


@dataclass(frozen=True)
class PrinterReconciled(Happening):
    """Every label sent since the last time is accounted for, or somebody signed for those that are not."""

    kind: ClassVar[str] = "printer.reconciled"
    sent: int
    applied: int
    spoiled: int
    returned: int
    not_printed: int
    missing: int
    reason: str


@dataclass(frozen=True)
class TemplatePublished(Happening):
    """A layout of the facility's own is in use from now on."""

    kind: ClassVar[str] = "template.published"
    label: str
    template_version: int
    digest: str


@dataclass(frozen=True)
class TemplateRetired(Happening):
    """A layout is out of use; the one before it counts again."""

    kind: ClassVar[str] = "template.retired"
    label: str
    template_version: int
