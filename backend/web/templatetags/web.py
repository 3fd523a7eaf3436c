"""The few tags that every template may use without loading them: drawings, places, amounts, moments."""

from __future__ import annotations

import re
import uuid
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache

from babel.core import Locale
from babel.numbers import format_currency, format_decimal, get_currency_precision
from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, to_locale
from django.utils.translation import gettext as _
from lucide import _render_icon

from backend.web import goods

register = template.Library()

NBSP = "\u00a0"


@register.simple_tag
def icon(name: str, extra: str = "") -> SafeString:
    """Draw one lucide icon, hidden from screen readers; `extra` is a class such as `flip` for forward and back."""
    return _icon(name, extra)


@lru_cache(maxsize=512)
def _icon(name: str, extra: str) -> SafeString:
    # Size, stroke and colour come from the stylesheet; the attributes of the file's root would only repeat it.
    inner = re.sub(r"\s*\n\s*", "", re.sub(r"^<svg[^>]*>|</svg>\s*$", "", _render_icon(name, None)))
    drawing = f'<svg viewBox="0 0 24 24">{inner.replace(" />", "/>")}</svg>'
    css = format_html(' class="{}"', extra) if extra else ""
    return format_html('<i data-icon="{}"{} aria-hidden="true">{}</i>', name, css, mark_safe(drawing))  # noqa: S308 (our own drawing)


@register.simple_tag
def photo(picture: str, name: str, size: str = "") -> SafeString:
    """Show a product: its own drawing, or one chosen by its name; `size` is empty, `large` or `small`."""
    css = f" is-{size}" if size else ""
    return format_html('<span class="photo{}">{}</span>', css, mark_safe(goods.draw(picture, name=name)))  # noqa: S308 (escapes)


@register.simple_tag
def plates(place: str, size: str = "") -> SafeString:
    """Show a shelf as the plates that hang on it: "A 03 2" becomes aisle A, bay 03, level 2 (yellow)."""
    parts = [part for part in re.split(r"[\s·-]+", place.strip()) if part]
    words = (_("Aisle"), _("Bay"), _("Level"))
    named = list(zip(parts, words, strict=False)) if len(parts) == 3 else [(part, "") for part in parts]
    label = ", ".join(f"{word} {part}".strip() for part, word in named)
    inner = format_html_join(
        "",
        '<span class="plate" aria-hidden="true"><b>{}</b>{}</span>',
        ((part, format_html("<span>{}</span>", word) if word and not size else "") for part, word in named),
    )
    css = f" is-{size}" if size else ""
    return format_html('<div class="plates{}" role="img" aria-label="{}">{}</div>', css, label, inner)


@register.simple_tag
def command_id() -> SafeString:
    """Give a form its own command number, so that a double click or Back has one effect."""
    return format_html('<input type="hidden" name="command_id" value="{}">', uuid.uuid4())


@register.filter
def duration(value: timedelta | int | float | None) -> str:
    """Seconds (or a timedelta) as people say it: `45 s`, `38 min`, `2 h 05`, `3 d 4 h`."""
    if value is None:
        return ""
    seconds = int(value.total_seconds() if isinstance(value, timedelta) else value)
    if seconds < 0:
        return "−" + duration(-seconds)
    minutes, hours = seconds // 60, seconds // 3600
    if seconds < 60:
        return f"{seconds}{NBSP}s"
    if minutes < 60:
        return f"{minutes}{NBSP}min"
    if hours < 72:
        return f"{hours}{NBSP}h{NBSP}{minutes % 60:02d}"
    return f"{hours // 24}{NBSP}d{NBSP}{hours % 24}{NBSP}h"


@register.filter
def grams(value: int | None) -> str:
    """A weight in grams with its unit: `846 g`, from ten kilograms on `12.4 kg`."""
    if value is None:
        return ""
    if abs(value) < 10_000:
        return f"{number(value)}{NBSP}g"
    return f"{format_decimal(Decimal(value) / 1000, '#,##0.0', locale=_locale())}{NBSP}kg"


@register.filter
def number(value: int | None) -> str:
    """A count with the separators of the reader's language."""
    return "" if value is None else format_decimal(value, locale=_locale())


@register.filter
def money(value: int | None, currency: str = "EUR") -> str:
    """Minor units (cents) with their currency, as the reader's language writes it."""
    if value is None:
        return ""
    amount = Decimal(value).scaleb(-get_currency_precision(currency))
    return format_currency(amount, currency, locale=_locale())


WHEN = {"time": "H:i", "seconds": "H:i:s", "day": "j M", "full": "j F Y H:i", "": "j M H:i"}


@register.filter
def when(value: datetime | date | None, form: str = "") -> str:
    """A moment in the zone of the facility, 24 hours; `form` is empty (`20 Nov 10:24`), time, seconds, day or full."""
    if value is None:
        return ""
    if not isinstance(value, datetime):
        return date_format(value, "j M Y" if form == "full" else "j M")
    return date_format(timezone.localtime(value), WHEN[form])


def _locale() -> Locale:
    return Locale.parse(to_locale(get_language() or "en").replace("zh_Hans", "zh"))
