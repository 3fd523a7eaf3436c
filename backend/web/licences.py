"""Which software ships with this house, under which licence, with its text: a prison has no internet to look it up."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from importlib import metadata
from pathlib import Path
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from backend.web import help as pages

LOCK: Final = Path(__file__).resolve().parents[2] / "requirements.txt"
LICENCE_FILE = re.compile(r"(licen[cs]e|copying|notice)[^/]*$", re.IGNORECASE)


@dataclass(frozen=True)
class Licence:
    """One distribution of the run-time lock: its name and version, and the licence it declares."""

    name: str
    version: str
    words: str


@lru_cache(maxsize=1)
def listed() -> tuple[Licence, ...]:
    """Every distribution of the run-time lock that is installed here, by name."""
    names = re.findall(r"^([A-Za-z0-9][\w.-]*)==", LOCK.read_text(), re.MULTILINE) if LOCK.exists() else []
    found = []
    for name in sorted(set(names), key=str.lower):
        try:
            distribution = metadata.distribution(name)
        except metadata.PackageNotFoundError:
            continue  # for another system or Python than this one
        found.append(Licence(name, distribution.version, declared(distribution)))
    return tuple(found)


def declared(distribution: metadata.Distribution) -> str:
    """The licence as its maker declares it: expression, else classifiers, else a short free text, else nothing."""
    about = distribution.metadata
    if expression := about.get_all("License-Expression"):
        return str(expression[0])
    classifiers = [c.rsplit(" :: ", 1)[-1] for c in about.get_all("Classifier") or [] if c.startswith("License ::")]
    if classifiers:
        return ", ".join(classifiers)
    free = about.get_all("License") or [""]
    return str(free[0]).strip().partition("\n")[0][:80]


def text(name: str) -> str:
    """The licence texts that a distribution carries, one after the other; empty if it carries none."""
    files = metadata.distribution(name).files or []
    texts = [Path(str(f.locate())).read_text(errors="replace") for f in files if LICENCE_FILE.search(str(f))]
    return "\n\n".join(texts)


def licences(request: HttpRequest) -> HttpResponse:
    """The list of what ships with the house."""
    context = {"licences": listed(), "groups": pages.navigation(), "theme": pages.theme(request)}
    return render(request, "web/licences.html", context | pages.contrast(request))


def licence(request: HttpRequest, name: str) -> HttpResponse:
    """The licence text of one distribution."""
    known = {each.name: each for each in listed()}
    if name not in known:
        raise Http404
    context = {"licence": known[name], "text": text(name), "groups": pages.navigation(), "theme": pages.theme(request)}
    return render(request, "web/licence.html", context | pages.contrast(request))
