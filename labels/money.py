"""Amounts as people read them: whole minor units in (cents), text out; no fraction of a cent anywhere.

Source of the minor units: ISO 4217.
"""

from dataclasses import dataclass

from labels.errors import Unprintable

_SIGNS = {"EUR": "€", "GBP": "£", "USD": "$", "JPY": "¥"}
_NO_MINOR = frozenset("BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF".split())
_THREE_MINOR = frozenset("BHD IQD JOD KWD LYD OMR TND".split())


@dataclass(frozen=True, slots=True)
class MoneyWords:
    """How a country writes numbers: 1 234.56 or 1.234,56."""

    decimal: str = "."
    thousands: str = " "


def minor_digits(currency: str) -> int:
    """How many digits the minor unit of an ISO 4217 code has. Raises Unprintable unless it is three capitals."""
    if not (len(currency) == 3 and currency.isascii() and currency.isalpha() and currency.isupper()):
        raise Unprintable("a currency is a code of three capitals, such as EUR")
    return 0 if currency in _NO_MINOR else 3 if currency in _THREE_MINOR else 2


def amount(minor: int, *, currency: str, words: MoneyWords) -> str:
    """`minor` units as a plain number: 123456 EUR is "1 234.56". Raises what `minor_digits` raises."""
    digits = minor_digits(currency)
    whole, rest = divmod(abs(minor), 10**digits)
    text = f"{whole:,}".replace(",", words.thousands)
    return ("−" if minor < 0 else "") + text + (f"{words.decimal}{rest:0{digits}d}" if digits else "")


def with_sign(minor: int, *, currency: str, words: MoneyWords) -> str:
    """The same with the sign or the code of the currency in front: "€ 1 234.56", "CHF 10.00"."""
    return f"{_SIGNS.get(currency, currency)} {amount(minor, currency=currency, words=words)}"


def percent(basis_points: int, *, words: MoneyWords) -> str:
    """A rate in hundredths of a percent as text: 2100 is "21 %", 550 is "5.5 %"."""
    whole, rest = divmod(basis_points, 100)
    return f"{whole}{words.decimal}{f'{rest:02d}'.rstrip('0')} %" if rest else f"{whole} %"


def hours(minutes: int) -> str:
    """Minutes as hours and minutes: 870 is "14 h 30"."""
    return f"{minutes // 60} h {minutes % 60:02d}"
