"""GS1 Digital Link: the same elements as a web address, for a QR code that a telephone can open too.

Scheme and host are written in capitals, which every reader takes as the same: a QR code of capitals is smaller.
Source: GS1 Digital Link Standard: URI Syntax, sections 4.5 to 4.10.
"""

import re
from collections.abc import Sequence
from urllib.parse import quote, unquote

from labels import gs1
from labels.errors import Unprintable

HOST = "ID.GS1.ORG"

_QUALIFIERS = {"00": (), "01": ("10", "21")}  # what may follow each key in the path, in this order
_HOST = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?(:[0-9]{1,5})?")
_ADDRESS = re.compile(r"https?://(?P<host>[^/?#]*)/(?P<path>[^?#]*)(\?(?P<query>[^#]*))?", re.IGNORECASE)
_BROKEN_ESCAPE = re.compile("%(?![0-9A-Fa-f]{2})")


def build(elements: Sequence[tuple[str, str]], *, host: str = HOST) -> str:
    """The address of `elements`: SSCC (00) or GTIN (01), batch and serial number in the path, the rest as a query.

    ("01", "09501101020917"), ("17", "261231"), ("10", "AB1") is "HTTPS://ID.GS1.ORG/01/09501101020917/10/AB1?17=261231".
    Raises Unprintable for elements which `gs1.check` refuses, without or with both of the keys, or a host that is none.
    """
    gs1.check(elements)
    if not _HOST.fullmatch(host):
        raise Unprintable("the host of a Digital Link is a name such as id.gs1.org")
    values = dict(elements)
    key = _only_key(values)
    path = [f"/{name}/{quote(values.pop(name), safe='')}" for name in (key, *_QUALIFIERS[key]) if name in values]
    query = "&".join(f"{name}={quote(value, safe='')}" for name, value in sorted(values.items()))
    return f"HTTPS://{host}{''.join(path)}{'?' if query else ''}{query}"


def of_sscc(sscc: str) -> str:
    """The address of an SSCC whose digits its label has checked: what `build` makes of it, for the many of a batch."""
    return f"HTTPS://{HOST}/00/{sscc}"


def parse(address: str) -> list[tuple[str, str]]:
    """The elements of a Digital Link: the key first, then in the order of the address.

    Raises Unprintable for another address, an identifier at the wrong place, a parameter that is no identifier of
    ours, or a value that `gs1.check` refuses.
    """
    found = _ADDRESS.fullmatch(address)
    if not found or not _HOST.fullmatch(found["host"]) or _BROKEN_ESCAPE.search(address):
        raise Unprintable("this is no GS1 Digital Link: it begins https://, a host, and /00/ or /01/")
    parts = found["path"].split("/")
    if len(parts) % 2 or parts[0] not in _QUALIFIERS:
        raise Unprintable("the path of a GS1 Digital Link is identifier/value, the first of them (00) or (01)")
    path = [(name, unquote(value)) for name, value in zip(parts[::2], parts[1::2], strict=True)]
    in_order = (path[0][0], *_QUALIFIERS[path[0][0]])
    if [name for name, _ in path] != [name for name in in_order if name in dict(path)]:
        raise Unprintable("in the path of a GS1 Digital Link (10) comes before (21), and both only behind (01)")
    pairs = [pair.partition("=") for pair in found["query"].split("&")] if found["query"] else []
    elements = [*path, *((name, unquote(value)) for name, _, value in pairs)]
    gs1.check(elements)
    _only_key(dict(elements))
    return elements


def _only_key(values: dict[str, str]) -> str:
    keys = [key for key in _QUALIFIERS if key in values]
    if len(keys) != 1:
        raise Unprintable("a GS1 Digital Link is about one thing: an SSCC (00) or a GTIN (01)")
    return keys[0]
