"""The form by which a manager sets a printer up."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from backend.facility import shell
from backend.facility.models import Station
from backend.kit.errors import Refused
from backend.printing import wording
from backend.printing.models import Printer, StationPrinter
from backend.printing.printers import RESOLUTIONS, Plan
from labels.media import MEDIA

INPUT = {"class": "input", "autocomplete": "off"}


class PrinterForm(forms.Form):
    """Where a printer stands, how it is reached, what it understands."""

    name = forms.CharField(label=_("Name"), max_length=40, widget=forms.TextInput(INPUT))
    zone = forms.ChoiceField(
        label=_("Among whom does it stand?"),
        widget=forms.Select(INPUT),
        help_text=_("Papers with an address come out at dispatch only."),
    )
    stations = forms.MultipleChoiceField(
        label=_("Beside which stations?"), required=False, widget=forms.SelectMultiple({"class": "input", "size": "4"})
    )
    technique = forms.ChoiceField(
        label=_("How does it print?"),
        widget=forms.Select(INPUT),
        help_text=_("A ribbon keeps what it prints: no address ever goes through one."),
    )
    way = forms.ChoiceField(label=_("How is it reached?"), widget=forms.Select(INPUT))
    address = forms.CharField(
        label=_("Address"),
        max_length=80,
        required=False,
        widget=forms.TextInput({**INPUT, "spellcheck": "false"}),
        help_text=_("10.0.4.21:9100 for port 9100; office or office@10.0.4.2:631 for a queue."),
    )
    language = forms.ChoiceField(label=_("What does it understand?"), widget=forms.Select(INPUT))
    dpi = forms.TypedChoiceField(label=_("Dots per inch"), coerce=int, widget=forms.Select(INPUT))
    # A form has a `media` of its own.
    paper = forms.ChoiceField(
        label=_("Paper in it"),
        required=False,
        widget=forms.Select(INPUT),
        help_text=_("Labels of another size are refused."),
    )
    tells_status = forms.BooleanField(
        label=_("It answers ~HS"), required=False, help_text=_("Zebra and most printers with ZPL do.")
    )

    def __init__(self, *args: Any, facility: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = {
            "zone": (Printer.Zone, wording.zone),
            "technique": (Printer.Technique, wording.technique),
            "way": (Printer.Way, wording.way),
            "language": (Printer.Language, wording.language),
        }
        for name, (kind, word) in words.items():
            self._choices(name, [(value, word(value)) for value in kind.values])
        self._choices("dpi", [(str(dpi), str(dpi)) for dpi in RESOLUTIONS])
        self._choices("paper", [("", str(_("Any size"))), *((name, f"{name} mm") for name in MEDIA)])
        beside = Station.objects.filter(facility_id=facility).order_by("number")
        self._choices("stations", [(str(station.pk), shell.title_of(station)) for station in beside])

    def plan(self) -> Plan:
        """The printer that was asked for."""
        given = dict(self.cleaned_data)
        return Plan(media=given.pop("paper"), stations=tuple(map(int, given.pop("stations"))), **given)

    def keep_faults(self, refusal: Refused) -> None:
        """Show each fault of a refusal beside its answer."""
        for fault in refusal.faults:
            name = fault.pointer.removeprefix("/")
            self.add_error("paper" if name == "media" else name, fault.detail)

    def _choices(self, name: str, choices: list[tuple[str, str]]) -> None:
        cast(forms.ChoiceField, self.fields[name]).choices = choices


def given_by(printer: Printer) -> dict[str, Any]:
    """A printer as the first answers of the form."""
    beside = StationPrinter.objects.filter(printer=printer).values_list("station", flat=True)
    names = ("name", "zone", "technique", "way", "address", "language", "dpi", "tells_status")
    answers = {name: getattr(printer, name) for name in names}
    return {**answers, "paper": printer.media, "stations": [str(pk) for pk in beside]}
