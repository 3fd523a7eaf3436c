"""The carrier label of the built-in carrier: the only label with an address, printed at dispatch and nowhere else."""

from dataclasses import dataclass, field
from typing import ClassVar, Self

from labels import digital_link, gs1
from labels.errors import Unprintable
from labels.media import LABEL_100X150, Media
from labels.view import Personal, require

_HEAVIEST_GRAMS = 1_000_000


@dataclass(frozen=True, slots=True)
class CarrierWords:
    """The words on a carrier label, in the language of the country it goes to."""

    to: str = "TO"
    sender: str = "FROM"
    of: str = "of"


@dataclass(frozen=True, slots=True)
class CarrierLabel:
    """One parcel for the carrier: who gets it, by which route and service, and its SSCC as GS1-128.

    `sscc` has 18 digits with a right check digit. `lines` are street and house as the addressee wrote them, `town`
    is postcode and town in the order of the country. `sender` is the return address. `link` is the text of the
    square; without it the square holds the GS1 Digital Link of the SSCC.
    """

    kind: ClassVar[str] = "carrier"
    personal: ClassVar[Personal] = "yes"
    media: ClassVar[Media] = LABEL_100X150

    sscc: str
    name: str
    lines: tuple[str, ...]
    town: str
    country: str
    service: str
    route: str
    weight_grams: int
    sender: tuple[str, ...] = ()
    parcel: int = 1
    parcels: int = 1
    reference: str = ""
    link: str = ""
    identity: str = ""
    words: CarrierWords = field(default_factory=CarrierWords)

    @property
    def weight(self) -> str:
        """The weight as carriers write it."""
        return f"{self.weight_grams / 1000:.2f} kg"

    @property
    def count(self) -> str:
        """Which parcel of how many."""
        return f"{self.parcel} {self.words.of} {self.parcels}"

    @property
    def sender_caption(self) -> str:
        """The word above the return address, if there is one."""
        return self.words.sender if self.sender else ""

    @property
    def square(self) -> str:
        """What the square holds."""
        return self.link or digital_link.of_sscc(self.sscc)

    def check(self) -> None:
        """Refuse a wrong SSCC, an address without name or town, an impossible weight or count."""
        require("SSCC", gs1.check_sscc, self.sscc)
        if not self.name.strip() or not self.town.strip():
            raise Unprintable("an address needs a name and a town", element="address")
        if not 0 < self.weight_grams <= _HEAVIEST_GRAMS:
            raise Unprintable("a parcel weighs more than 0 g and at most 1000 kg", element="weight")
        if not 1 <= self.parcel <= self.parcels:
            raise Unprintable("the parcel is not one of its parcels", element="parcel count")

    @classmethod
    def longest(cls) -> Self:
        """The longest values that must fit."""
        return cls(
            sscc="395212340000000007",
            name="Maximiliane-Wilhelmina Vandenbroucke-Oppenheimer zu Hohenschwangau",
            lines=(
                "Bedrijvencentrum Noordwesterwaterleiding, gebouw W, verdieping 14",
                "Burgemeester-Wackenroder-und-Mommsenwegkreuzung 1148 bus 20.07",
                "c/o Wilhelmina Wagenmakers",
            ),
            town="9999-WW Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch",
            country="SOUTH GEORGIA AND THE SOUTH SANDWICH ISLANDS",
            service="PARCEL+ EVENING MAX",
            route="WW 88-88 / WW 888",
            weight_grams=_HEAVIEST_GRAMS,
            sender=("Return centre, office W", "Wagenmakersstraat 1148 bus 20", "9999 Wommelgemwijk, Belgium"),
            parcel=88,
            parcels=88,
            reference="REF 88888888-WWWW-8888",
            link="HTTPS://OUTBOUND.EXAMPLE.ORG/P/P" + "X" * 16,
            identity="J8888888 888/888 R88",
            words=CarrierWords("EMPFÄNGER", "ABSENDER", "von"),
        )
