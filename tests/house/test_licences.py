"""Everything that ships may be given away with an Apache-2.0 product; an unknown licence fails."""

from __future__ import annotations

import re
from importlib import metadata

import pytest

from tests.house.sources import ROOT

pytestmark = pytest.mark.house

ALLOWED = re.compile(
    r"^(mit|mit-cmu|mit-0|bsd([- ]?[0-3][- ]clause)?|0bsd|isc|apache([- ]?2(\.0)?)?|psf(-2\.0)?|unlicense|hpnd"
    r"|mpl-2\.0"
    r"|python software foundation|zlib|cc0-1\.0|unicode-3\.0|public domain|the unlicense)$"
)
FILLER = re.compile(r"\b(license|licence|software|the|new|modified|version|v\.?|osi approved)\b|[()\"']", re.IGNORECASE)
# Named, with the reason why they may ship although their metadata says too little.
KNOWN = {
    "reportlab": "BSD, says 'BSD license (see LICENSE.txt)'",
    "python-dateutil": "Apache-2.0 and BSD, says 'Dual License'",
    "pypdfium2": "BSD-3-Clause or Apache-2.0; PDFium and what it holds are permissive, says 'dependency licenses'",
    "tzdata": "Apache-2.0 for the package, public domain data",
    "certifi": "MPL-2.0, unmodified, says it in two ways",
}


def test_every_package_of_the_run_lock_may_ship() -> None:
    strangers = {}
    for package in _locked("requirements.txt"):
        try:
            about = metadata.metadata(package)
        except metadata.PackageNotFoundError:
            continue  # for another platform
        words = _words(about)
        if package not in KNOWN and not (words and all(ALLOWED.match(word) for word in words)):
            strangers[package] = words

    assert strangers == {}


def test_no_copyleft_client_slips_into_the_run_lock() -> None:
    assert not {"psycopg", "psycopg2", "psycopg-binary"} & set(_locked("requirements.txt"))


def _locked(file: str) -> list[str]:
    return re.findall(r"^([a-zA-Z0-9_.-]+)==", (ROOT / file).read_text(), re.MULTILINE)


def _words(about: metadata.PackageMetadata) -> list[str]:
    """The licences a package names, one word each; every one of an AND or OR must be allowed, which is stricter."""
    expression = about.get("License-Expression") or ""
    if not expression:
        classifiers = [each for each in about.get_all("Classifier") or [] if each.startswith("License ::")]
        expression = " OR ".join(each.rpartition(" :: ")[2] for each in classifiers)
    if not expression:
        expression = (about.get("License") or "").splitlines()[0] if about.get("License") else ""
    parts = re.split(r"\s+(?:AND|OR|WITH|and|or)\s+|[;/,]", expression)
    cleaned = [" ".join(FILLER.sub(" ", part).split()).lower() for part in parts]
    return [word for word in cleaned if word]
