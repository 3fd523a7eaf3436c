"""ITF-14: the bars on a case of goods. A GTIN of 14 digits in, bars out, or a refusal.

The bar patterns are python-barcode's; its class puts a 0 before an odd number of digits and takes any check digit,
so nothing reaches it before it was checked here.
Source: ISO/IEC 16390; GS1 General Specifications, section 5.3: wide bars are 2.25 to 3 times the narrow ones.
"""

from barcode.itf import ITF

from labels import gs1

QUIET_MODULES = 10
BEARER_MODULES = 2  # a bar above and one below, so that a slanting beam never reads a part of the number

_NARROW, _WIDE = 1, 3


def itf14(number: str) -> str:
    """The 135 modules of an ITF-14, "1" black and "0" white. `number` has 14 digits, check digit last.

    Raises Unprintable for anything but digits, another length, or a wrong check digit.
    """
    checked = gs1.check_number(number, "ITF-14", length=14)
    bars: str = ITF(checked, narrow=_NARROW, wide=_WIDE).build()[0]
    return bars
