"""The one big next step that a kind of station offers: the app that owns the work registers it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.utils.translation import gettext as _

from backend.facility.cards import Offer, Panel, Standing, Tile
from backend.facility.models import Seat, Station

MakeOffer = Callable[[Seat], Offer]
MakeTile = Callable[[Seat], Tile]
MakePanel = Callable[[Seat], Panel]
FindStanding = Callable[[Seat], Standing | None]
_offers: Final[dict[str, MakeOffer]] = {}
_tiles: Final[list[MakeTile]] = []
_panels: Final[list[MakePanel]] = []
_standings: Final[dict[str, FindStanding]] = {}


def register(kind: Station.Kind, offer: MakeOffer) -> None:
    """Let `offer` say what a worker at such a station does next; call it in `ready()`."""
    known = _offers.setdefault(kind, offer)
    if known is not offer:
        raise ValueError(f"Two offers for {kind} stations")


def register_tile(tile: MakeTile) -> None:
    """Add a tile to the home page of workers, before Help and Leave; call it in `ready()`."""
    if tile not in _tiles:
        _tiles.append(tile)


def register_panel(panel: MakePanel) -> None:
    """Add a figure of the worker's own day beside the next step; call it in `ready()`."""
    if panel not in _panels:
        _panels.append(panel)


def register_standing(kind: Station.Kind, standing: FindStanding) -> None:
    """Let `standing` say at which step a worker at such a station stands, for the screen of a hold."""
    _standings[kind] = standing


def next_step(seat: Seat) -> Offer:
    """What this worker does next; a station whose work nobody registered has nothing to do."""
    offer = _offers.get(seat.station.kind)
    return offer(seat) if offer else Offer(title=_("Nothing to do yet. Wait."), icon="clock")


def tiles(seat: Seat) -> list[Tile]:
    """The registered ways on from the home page."""
    return [tile(seat) for tile in _tiles]


def panels(seat: Seat) -> list[Panel]:
    """The registered figures of the worker's own day."""
    return [panel(seat) for panel in _panels]


def standing(seat: Seat) -> Standing:
    """At which step the worker stands, empty if nothing is begun."""
    find = _standings.get(seat.station.kind)
    return (find(seat) if find else None) or Standing()
