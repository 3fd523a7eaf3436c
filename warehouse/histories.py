"""What happened to an order, a batch or a parcel, told from the ledger: each line with its number in the sequence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext as _

from backend.facility.models import Station
from backend.kit import clock, merkle
from backend.ledger import canonical
from backend.ledger.models import Event, Seal
from backend.people.models import Person
from backend.printing.models import LabelSerial
from backend.web.parts import Moment
from warehouse import telling
from warehouse.models import Batch, Location, Order, Parcel, Product
from warehouse.telling import Names

# A roll-call belongs to the story of an order; a stop of some seconds does not.
WORTH_TELLING: Final = timedelta(minutes=1)
MOST_HOLDS: Final = 20
MOST_EVENTS: Final = 400
OF_THE_WALK: Final = ("pick.claimed", "pick.given_back", "pick.finished")


@dataclass(frozen=True)
class Day:
    """What happened on one day, the latest first; `on` is None for today."""

    on: date | None
    moments: tuple[Moment, ...]


@dataclass(frozen=True)
class History:
    """A timeline, and whether each of its lines is still what was sealed."""

    days: tuple[Day, ...]
    sealed: int
    waiting: int
    edited: tuple[int, ...]

    @property
    def is_whole(self) -> bool:
        """Whether every line has its place in the chain and is what was written there."""
        return not self.edited and not self.waiting

    @property
    def words(self) -> str:
        """What the chip beside the timeline says."""
        if self.edited:
            return _("Line %(seq)s was changed") % {"seq": self.edited[0]}
        if self.waiting:
            return _("%(n)s not sealed yet") % {"n": self.waiting}
        return _("Chain whole")

    @property
    def tone(self) -> str:
        """Its colour."""
        return "bad" if self.edited else "info" if self.waiting else "ok"

    @property
    def icon(self) -> str:
        """Its drawing."""
        return "unlink-2" if self.edited else "clock" if self.waiting else "link-2"


def of_order(order: Order, *, batches: Iterable[int], parcels: Iterable[int]) -> History:
    """The story of an order: its own events, those of its walk and of its parcels, and the stops in between."""
    walks = [f"warehouse.batch:{pk}" for pk in batches]
    own = [f"warehouse.order:{order.pk}", *(f"warehouse.parcel:{pk}" for pk in parcels)]
    events = [
        event
        for event in _events([*own, *walks])
        if event.subject in own or event.kind in OF_THE_WALK or event.data.get("order") == order.pk
    ]
    return _history([*events, *_stops(order, events)])


def of_batch(batch: Batch) -> History:
    """The story of a walk."""
    return _history(_events([f"warehouse.batch:{batch.pk}"]))


def of_parcel(parcel: Parcel, *, labels: Iterable[LabelSerial]) -> History:
    """The story of a parcel and of what was printed for it."""
    return _history(
        _events([f"warehouse.parcel:{parcel.pk}", *(f"printing.labelserial:{label.pk}" for label in labels)])
    )


def _events(subjects: Sequence[str]) -> list[Event]:
    return list(Event.objects.filter(subject__in=subjects).select_related("seal").order_by("-id")[:MOST_EVENTS])


def _stops(order: Order, events: Sequence[Event]) -> list[Event]:
    """The holds that stood the floor still while the order was in the house."""
    is_over = order.state in (Order.State.SHIPPED, Order.State.CANCELLED, Order.State.REJECTED)
    until = events[0].at if is_over and events else clock.now()
    released = Event.objects.filter(
        facility=order.facility_id, kind="hold.released", at__gte=order.made_at, at__lte=until
    )
    found = released.filter(data__station=0).select_related("seal").order_by("-at")[:MOST_HOLDS]
    return [event for event in found if event.data["held_seconds"] >= WORTH_TELLING.total_seconds()]


def _history(events: Sequence[Event]) -> History:
    names = _names(events)
    in_order = sorted(events, key=lambda event: event.pk, reverse=True)
    seals = [_seal(event) for event in in_order]
    told = [
        _moment(event, seal, names, is_newest=n == 0)
        for n, (event, seal) in enumerate(zip(in_order, seals, strict=True))
    ]
    return History(
        days=tuple(_days(told)),
        sealed=sum(seal is not None for seal in seals),
        waiting=sum(seal is None for seal in seals),
        edited=tuple(
            seal.seq
            for event, seal in zip(in_order, seals, strict=True)
            if seal is not None and not _is_as_sealed(event, seal)
        ),
    )


def _seal(event: Event) -> Seal | None:
    return getattr(event, "seal", None)


def _is_as_sealed(event: Event, seal: Seal) -> bool:
    return merkle.leaf_hash(canonical.content(event, seq=seal.seq)) == bytes(seal.leaf)


def _moment(event: Event, seal: Seal | None, names: Names, *, is_newest: bool) -> Moment:
    told = telling.tell(event.kind, event.data, names)
    by = _by(event, names)
    return Moment(
        at=event.at,
        title=told.title,
        more=", ".join(word for word in (told.more, by) if word),
        number=str(seal.seq) if seal else "",
        tone="now" if is_newest and told.tone == "ok" else told.tone,
        icon=told.icon,
    )


def _by(event: Event, names: Names) -> str:
    """Who acted, where the words do not name the one whose work it is."""
    kind, _colon, pk = event.actor.partition(":")
    if kind == "partners.apikey":
        return _("by the shop")
    if kind != "people.person" or not pk.isdecimal() or "worker" in event.data:
        return ""
    return _("by %(name)s") % {"name": names.person(int(pk))}


def _days(moments: Sequence[Moment]) -> Iterator[Day]:
    today = timezone.localtime(clock.now()).date()
    by_day: dict[date, list[Moment]] = {}
    for moment in moments:
        by_day.setdefault(timezone.localtime(moment.at).date(), []).append(moment)
    for on, each in by_day.items():
        yield Day(None if on == today else on, tuple(each))


def _names(events: Sequence[Event]) -> Names:
    people = _ids(events, "worker") | {
        int(event.actor.rpartition(":")[2]) for event in events if event.actor.startswith("people.person:")
    }
    stations, places, goods = (_ids(events, field) for field in ("station", "location", "product"))
    return Names(
        people=dict(Person.objects.filter(pk__in=people).values_list("pk", "first_name")) if people else {},
        stations=dict(Station.objects.filter(pk__in=stations).values_list("pk", "number")) if stations else {},
        places=dict(Location.objects.filter(pk__in=places).values_list("pk", "name")) if places else {},
        goods=dict(Product.objects.filter(pk__in=goods).values_list("pk", "title")) if goods else {},
    )


def _ids(events: Sequence[Event], field: str) -> set[int]:
    return {event.data[field] for event in events if event.data.get(field)}
