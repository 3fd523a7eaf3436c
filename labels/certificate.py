"""The certificate: what somebody can do, who says so, how to check it. It must not tell where it was earned.

Issuer, words, link and the document's own data are neutral: no place, no staff of a place, no day. A word that gives
the place away is refused as a last guard; whoever issues checks more (the linter of skills).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import ClassVar, Final, Self

from labels.errors import Unprintable
from labels.media import A4, Media
from labels.pen import Pen
from labels.typeset import Line
from labels.view import Personal

_LEFT, _WIDTH = 26.0, 158.0
_LINK = re.compile(r"https://[a-z0-9.-]+(:\d+)?/[A-Za-z0-9/_-]+", re.IGNORECASE)
_REVEALING: Final = re.compile(
    r"\b(prisons?|prisoners?|jails?|inmates?|offend(er|ing|ers)|custod(y|ial)|hmp|correctional|corrections|penitentiary"
    r"|penal|detention|detainees?|convicts?|cells?\s+block|gevangenis(sen)?|gedetineerden?|détenue?s?|prisonniers?"
    r"|pénitentiaire|haft|häftlinge?|gefängnis|justizvollzug\w*|jva|cárcel|preso|carcere|regime)\b|监狱|服刑|سجن",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class CertificateWords:
    """The words on a certificate, in the language its holder chose."""

    title: str = "Certificate"
    awarded: str = "awarded to"
    proves: str = "for having shown"
    level: str = "Level"
    criteria: str = "To receive it, the holder had to"
    month: str = "Valid from"
    signed: str = "Signed for the issuer"
    verify: str = "Check it: scan the square, or open"


@dataclass(frozen=True, slots=True)
class Certificate:
    """One achievement of one person, in the form of the name that the person chose.

    `link` is the page that verifies it, `month` a month and a year in words, `criteria` what had to be shown.
    There is no field for a site, an assessor, hours or a role.
    """

    kind: ClassVar[str] = "certificate"
    personal: ClassVar[Personal] = "internal"
    media: ClassVar[Media] = A4

    name: str
    achievement: str
    issuer: str
    month: str
    link: str
    criteria: tuple[str, ...] = ()
    description: str = ""
    level: str = ""
    signatory: str = ""
    identity: str = ""
    words: CertificateWords = field(default_factory=CertificateWords)

    def draw(self, pen: Pen) -> None:
        """Name and achievement large, the signature left and the square that verifies it right at the foot."""
        for element, text in self._texts():
            if _REVEALING.search(text):
                raise Unprintable("a certificate must not tell where it was earned", element=f"{self.kind}, {element}")
        for element in ("name", "achievement", "issuer", "month"):
            if not str(getattr(self, element)).strip():
                raise Unprintable("a certificate needs it", element=f"{self.kind}, {element}")
        pen.require(self._check_link, element="link")
        self._draw_frame(pen)
        self._draw_text(pen)
        self._draw_proof(pen)

    @classmethod
    def longest(cls) -> Self:
        """The longest values that must fit."""
        return cls(
            name="Maximiliane-Wilhelmina Vandenbroucke-Oppenheimer zu Hohenschwangau",
            achievement="Warehouse work with barcodes: receiving, picking, packing and counting of goods",
            issuer="Foundation for Work and Learning in the Western Region",
            month="September 2026",
            link="HTTPS://VERIFY.OUTBOUND.EXAMPLE.ORG/C/0D9F2C61A8B24E0FA7C3",
            criteria=("show each task of the station alone, over five sessions, with few errors in five hundred scans",)
            * 8,
            description="The holder handles goods with a scanner, keeps count of stock, finds and reports what is "
            "missing or damaged, and closes parcels that arrive whole.",
            level="3, shows others how it is done",
            signatory="Wilhelmina Wagenmakers-Wommelgem, director of certification",
            identity="J8888888 888/888 R88",
        )

    def _texts(self) -> Iterator[tuple[str, str]]:
        """Everything but the name, which is the holder's own: some people are called Haft."""
        yield "achievement", self.achievement
        yield "description", self.description
        yield "issuer", self.issuer
        yield "month", self.month
        yield "level", self.level
        yield "signatory", self.signatory
        yield "link", re.sub(r"[^a-z]+", " ", self.link.lower())
        yield "identity", self.identity
        for line in self.criteria:
            yield "criteria", line
        for word in (getattr(self.words, name) for name in CertificateWords.__slots__):
            yield "words", word

    def _check_link(self) -> None:
        if not _LINK.fullmatch(self.link):
            raise Unprintable("it must be an address that begins with https:// and names one certificate")

    def _draw_frame(self, pen: Pen) -> None:
        pen.frame(10, 10, w=190, h=277, thick=0.8)
        pen.frame(12.5, 12.5, w=185, h=272, thick=0.2)

    def _draw_text(self, pen: Pen) -> None:
        words = self.words
        pen.text(self.issuer, x=_LEFT, y=36, w=_WIDTH, size=12, bold=True, element="issuer")
        pen.rule(_LEFT, 41, w=24, thick=1)
        pen.text(words.title, x=_LEFT, y=66, w=_WIDTH, size=38, bold=True, element="title")
        pen.text(words.awarded, x=_LEFT, y=82, w=_WIDTH, size=11, element="caption")
        pen.block([Line(self.name, 24, bold=True)], x=_LEFT, y=85, w=_WIDTH, h=24, element="name")
        pen.text(words.proves, x=_LEFT, y=116, w=_WIDTH, size=11, element="caption")
        level = [Line(f"{words.level} {self.level}", 13)] if self.level.strip() else []
        pen.block(
            [Line(self.achievement, 19, bold=True), *level], x=_LEFT, y=119, w=_WIDTH, h=26, element="achievement"
        )
        pen.block([Line(self.description, 11)], x=_LEFT, y=148, w=_WIDTH, h=17, element="description")
        if self.criteria:
            pen.text(words.criteria, x=_LEFT, y=172, w=_WIDTH, size=9.5, bold=True, element="caption")
            lines = [Line(f"–  {line}", 9.5) for line in self.criteria]
            pen.block(lines, x=_LEFT, y=174, w=_WIDTH, h=42, element="criteria")

    def _draw_proof(self, pen: Pen) -> None:
        words = self.words
        pen.text(f"{words.month} {self.month}", x=_LEFT, y=226, w=96, size=11, bold=True, element="month")
        pen.rule(_LEFT, 252, w=90, thick=0.3)
        pen.text(words.signed, x=_LEFT, y=257, w=90, size=8.5, element="caption")
        pen.text(self.signatory, x=_LEFT, y=262, w=90, size=9.5, element="signatory")
        pen.qr(self.link, x=184, y=221, module=1, align="end", largest_version=5, element="link")
        pen.text(words.verify, x=184, y=267, w=100, size=8, align="end", element="caption")
        pen.text(self.link, x=184, y=272, w=110, size=8, bold=True, align="end", element="link text")
        pen.text(self.identity, x=_LEFT, y=280, w=60, size=6, element="identity")
