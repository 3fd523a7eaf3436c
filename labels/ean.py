"""EAN-13, EAN-8 and UPC-A: the bars on things in a shop. A number with its check digit in, bars out, or a refusal.

The bar patterns are python-barcode's; its classes replace a wrong check digit and cut what is too long without a
word, so nothing reaches them before it was checked here.
Source: ISO/IEC 15420; GS1 General Specifications, section 5.2.
"""

from barcode.ean import EuropeanArticleNumber8, EuropeanArticleNumber13
from barcode.upc import UniversalProductCodeA

from labels import gs1
from labels.errors import Unprintable

QUIET_EAN13, QUIET_EAN8, QUIET_UPCA = 11, 7, 9  # modules; EAN-13 asks for 11 on the left and 7 on the right


def ean13(number: str) -> str:
    """The 95 modules of an EAN-13, "1" black and "0" white. `number` has 13 digits, check digit last.

    Raises Unprintable for anything but digits, another length, or a wrong check digit.
    """
    return _bars(EuropeanArticleNumber13, number, name="EAN-13", length=13)


def ean8(number: str) -> str:
    """The 67 modules of an EAN-8. `number` has 8 digits, check digit last. Raises Unprintable as `ean13` does."""
    return _bars(EuropeanArticleNumber8, number, name="EAN-8", length=8)


def upca(number: str) -> str:
    """The 95 modules of a UPC-A. `number` has 12 digits, check digit last. Raises Unprintable as `ean13` does.

    They are the bars of the EAN-13 with a 0 before it: a scanner may return either form.
    """
    return _bars(UniversalProductCodeA, number, name="UPC-A", length=12)


def _bars(maker: type[EuropeanArticleNumber13 | UniversalProductCodeA], number: str, *, name: str, length: int) -> str:
    built = maker(gs1.check_number(number, name, length=length))
    if str(built) != number:
        raise Unprintable(f"this {name} cannot be drawn as it is")
    bars: str = built.build()[0]
    return bars
