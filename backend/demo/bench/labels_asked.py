"""The labels that are measured: 100 x 150 mm, an SSCC, a square and seventeen lines, each label with its own data."""

from __future__ import annotations

import random
from collections.abc import Iterator

from labels import CarrierLabel, make_sscc

LETTERS = "BCDFGHJKLNPRSTVX"
STREETS = ("Proefstraat", "Voorbeeldlaan", "Kerkstraat", "Nieuwe Steenweg", "Marktplein")
TOWNS = ("Voorbeeldegem", "Teststad", "Proefdorp aan Zee", "Wommelgemwijk")
NAMES = ("Jo Voorbeeld", "Sam Ander", "Kim Derde-Peeters", "Robin van den Testberg")


def labels(count: int, *, seed: int) -> list[CarrierLabel]:
    """`count` labels that differ in every line that differs in life."""
    return list(drawn(count, seed=seed))


def drawn(count: int, *, seed: int) -> Iterator[CarrierLabel]:
    """The same one by one, for a job that does not keep them."""
    chance = random.Random(f"labels {seed}")
    for number in range(count):
        yield CarrierLabel(
            sscc=make_sscc(extension=3, prefix="9521234", serial=number),
            name=f"{chance.choice(NAMES)} {number}",
            lines=(f"{chance.choice(STREETS)} {chance.randrange(1, 400)} bus {number % 30}", f"Gebouw {number % 9}"),
            town=f"{chance.randrange(1000, 9999)} {chance.choice(TOWNS)}",
            country="BELGIUM",
            service="PARCEL+",
            route=f"BE {number % 10}-{number % 89 + 10}",
            weight_grams=chance.randrange(100, 20_000),
            sender=("Return office 12", "Postbus 40", "1000 Teststad"),
            reference=f"S-{20_000 + number}",
            link="HTTPS://OB.EXAMPLE/P/P" + "".join(chance.choices(LETTERS, k=16)),
            identity=f"J{1000 + number} 01/01 R0",
        )


def lines(label: CarrierLabel) -> list[tuple[str, float, float, float]]:
    """What the other ways print: words, mm from the left and from the top (baseline), size in points."""
    address = (label.name, *label.lines, label.town, label.country)
    return [
        (label.service, 7, 14.8, 26),
        (label.weight, 70, 10.6, 11),
        (label.count, 70, 16.4, 11),
        (label.words.to, 7, 25, 8),
        *((words, 7, 32 + 6 * row, 14) for row, words in enumerate(address)),
        (label.route, 7, 73, 20),
        (label.reference, 7, 78.4, 8),
        (label.sender_caption, 7, 83.8, 6.5),
        *((words, 7, 87 + 3.5 * row, 8) for row, words in enumerate(label.sender)),
        (f"(00){label.sscc}", 15, 139, 14),
        (label.identity, 60, 144.6, 6.5),
    ]
