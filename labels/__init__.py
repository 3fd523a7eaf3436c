"""Labels: a frozen dataclass in, the bytes for a printer out. Pure Python, no Django, no settings, no models.

    printed = labels.render([labels.ParcelTag(token="PBCDFGHJKLNPRSTVC", dock="3", carton="C4")])

The public names are those of `__all__`; README.md beside this file shows them at work.

Printing: `render` (PDF, ZPL II, PNG or raw dots of up to 1,000 labels), `render_chunks` (any number, in documents),
`sheets.render` (A4 label stock), `preview_svg` (a screen). What is asked is printed exactly, or `Unprintable` names the
element and nothing is made.
Layouts: `load_template` reads TOML, `compile_template` checks it for one resolution, `proving.prove` also scans it;
`shipped_template`, `shipped_template_text` and `shipped_template_versions` are those that come with the package.
Kinds: `KINDS` by name; a kind of your own is a frozen dataclass with the members of `TemplateView` or `DrawnView`.
"""

from labels import proving, sheets
from labels.badge import Badge, BadgeWords
from labels.carrier import CarrierLabel, CarrierWords
from labels.compiled import compile_template
from labels.errors import Unprintable
from labels.fonts import Family, Fonts
from labels.gs1 import check_gtin, check_sscc, make_sscc
from labels.kinds import KINDS
from labels.packing import MaskedPackingSlip, PackingSlip, PackingWords, SlipLine
from labels.parcel import ParcelTag, ParcelWords
from labels.printed import MOST_IN_ONE_DOCUMENT, Backend, Printed, preview_svg, render, render_chunks
from labels.shelf import ShelfLabel
from labels.template import Template
from labels.template import load as load_template
from labels.template import shipped as shipped_template
from labels.template import shipped_text as shipped_template_text
from labels.template import shipped_versions as shipped_template_versions
from labels.tote import ToteLabel
from labels.view import DrawnView, Personal, TemplateView, View, identity

__all__ = [
    "KINDS",
    "MOST_IN_ONE_DOCUMENT",
    "Backend",
    "Badge",
    "BadgeWords",
    "CarrierLabel",
    "CarrierWords",
    "DrawnView",
    "Family",
    "Fonts",
    "MaskedPackingSlip",
    "PackingSlip",
    "PackingWords",
    "ParcelTag",
    "ParcelWords",
    "Personal",
    "Printed",
    "ShelfLabel",
    "SlipLine",
    "Template",
    "TemplateView",
    "ToteLabel",
    "Unprintable",
    "View",
    "check_gtin",
    "check_sscc",
    "compile_template",
    "identity",
    "load_template",
    "make_sscc",
    "preview_svg",
    "proving",
    "render",
    "render_chunks",
    "sheets",
    "shipped_template",
    "shipped_template_text",
    "shipped_template_versions",
]
