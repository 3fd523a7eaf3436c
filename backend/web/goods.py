"""Pictures of goods: our own small drawings, so that nobody has to tell two things apart by their names alone."""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import Final

FOLDER: Final = Path(__file__).resolve().parent / "static" / "web" / "goods"

PICTURES: Final[tuple[str, ...]] = (
    "apron", "bag", "basket", "bird", "bottle", "box", "brush", "candle", "card", "clock", "cup-set", "cushion",
    "frame", "heart", "jar", "lamp", "lunch-box", "mug", "notebook", "paper", "pen", "plant-pot", "plate", "puzzle",
    "ribbon", "scarf", "soap", "soap-lavender", "soap-rose", "sock", "star", "tea", "thing", "tool", "towel", "toy",
    "umbrella",
)  # fmt: skip

# Every drawing is made with these three; a colour exchanges them for its own.
BASE: Final = ("#d9694f", "#b04a33", "#f6d9cf")
COLOURS: Final[dict[str, tuple[str, str, str]]] = {
    "terracotta": BASE,
    "red": ("#c94343", "#972b2b", "#f7cfcb"),
    "pink": ("#e08aa6", "#b85c7c", "#fbdde4"),
    "orange": ("#e58a3c", "#b3621d", "#fbe0c4"),
    "yellow": ("#e9bd4a", "#b98d23", "#fbeec6"),
    "green": ("#5f9a6a", "#3d7049", "#d5ead8"),
    "teal": ("#3f8c86", "#276661", "#cfe8e5"),
    "blue": ("#4f86c6", "#2f5f99", "#d3e3f5"),
    "violet": ("#8f74c4", "#6a4fa0", "#e6dcf4"),
    "brown": ("#a47a55", "#78552f", "#ecdccb"),
    "grey": ("#93a5ab", "#6b7d84", "#dfe6e8"),
    "black": ("#46545e", "#2a363f", "#cfd7dc"),
    "white": ("#dfe3e1", "#aab4b9", "#f8f8f5"),
}
WORDS_OF_COLOUR: Final[dict[str, str]] = {
    "cream": "white", "ivory": "white", "silver": "grey", "gold": "yellow", "purple": "violet", "lilac": "violet",
    "lavender": "violet", "mint": "green", "olive": "green", "turquoise": "teal", "navy": "blue", "rose": "pink",
    "wood": "brown", "wooden": "brown", "chocolate": "brown", "retrospot": "red", "charcoal": "black", "stone": "grey",
    "linen": "brown", "honey": "yellow", "beeswax": "yellow",
}  # fmt: skip

# The first drawing of which one word stands in the name of the product.
WORDS_OF_PICTURE: Final[tuple[tuple[str, str], ...]] = (
    ("soap-lavender", "lavender soap"), ("soap-rose", "rose soap"), ("soap", "soap bath"),
    ("lunch-box", "lunch snack"), ("cup-set", "cups teacup saucer mugs"), ("mug", "mug cup beaker"),
    ("tea", "tea coffee tin caddy cocoa"), ("candle", "candle candles light t-light tlight holder incense votive"),
    ("notebook", "notebook book journal diary passport calendar recipe"), ("umbrella", "umbrella parasol raincoat"),
    ("scarf", "scarf shawl glove gloves hat"), ("sock", "sock socks slipper slippers stocking"),
    ("jar", "jar jam honey storage pot-pourri"), ("plant-pot", "plant flower garden seeds pot trellis watering herb"),
    ("brush", "brush comb broom"), ("bottle", "bottle oil vinegar wine water flask"),
    ("lamp", "lamp lantern lights shade bulb"), ("puzzle", "puzzle jigsaw game dominoes chess"),
    ("towel", "towel towels blanket cloth"), ("apron", "apron oven"), ("pen", "pen pens pencil pencils crayons chalk"),
    ("basket", "basket crate hamper trug"), ("bag", "bag bags tote shopper purse handbag rucksack"),
    ("clock", "clock alarm watch timer"), ("frame", "frame mirror sign picture photo plaque wall"),
    ("heart", "heart hearts"), ("star", "star stars christmas snowflake bauble advent"),
    ("bird", "bird birds hen chicken duck owl robin dove"), ("cushion", "cushion pillow"),
    ("plate", "plate plates bowl dish tray cake cakestand doily"),
    ("ribbon", "ribbon ribbons tape string garland bunting"),
    ("card", "card cards envelope gift tag tags wrap"), ("paper", "paper napkins sheet stickers poster doilies tissue"),
    ("tool", "tool hammer screwdriver hook hanger knob drawer"),
    ("toy", "toy car doll bear train tractor soldier childrens"),
    ("box", "box boxes cabinet case chest"),
)  # fmt: skip


def picture_for(name: str) -> str:
    """The drawing for a product of which only the name is known; `thing`, a plain carton, when no word is known."""
    found = set(re.findall(r"[a-z-]+", name.lower()))
    for picture, words in WORDS_OF_PICTURE:
        wanted = set(words.split())
        if picture in ("soap-lavender", "soap-rose"):
            if wanted <= found:
                return picture
        elif wanted & found:
            return picture
    return "thing"


def colour_for(name: str) -> str:
    """The colour that the name says, else one chosen by the name, always the same for the same name."""
    for word in re.findall(r"[a-z]+", name.lower()):
        colour: str = WORDS_OF_COLOUR.get(word, word)
        if colour in COLOURS:
            return colour
    choices: list[str] = sorted(set(COLOURS) - {"white"})
    return choices[hashlib.blake2b(name.encode(), digest_size=2).digest()[0] % len(choices)]


def draw(picture: str = "", *, name: str) -> str:
    """One product as inline SVG with its name for screen readers.

    `picture` is one of `PICTURES`, alone or with a colour (`mug/blue`); anything else is chosen by the name.
    """
    shape, _, colour = picture.partition("/")
    if shape not in PICTURES:
        shape = picture_for(name)
    if colour not in COLOURS:
        colour = colour_for(name)
    drawing: str = _coloured(shape, colour)
    return drawing.replace(">", f' role="img" aria-label="{escape(name)}">', 1)


@lru_cache(maxsize=512)
def _coloured(shape: str, colour: str) -> str:
    drawing = (FOLDER / f"{shape}.svg").read_text().strip().replace(' xmlns="http://www.w3.org/2000/svg"', "")
    for base, own in zip(BASE, COLOURS[colour], strict=True):
        drawing = drawing.replace(base, own)
    return drawing
