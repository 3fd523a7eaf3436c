"""A merchant's system: sends the orders of a file over the API, again under the same key until it has an answer."""

from __future__ import annotations

import hashlib
import random
import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from backend.demo.robots.line import Line
from backend.demo.robots.orders_file import Wanted
from backend.demo.robots.timing import Watch

BULK: Final = 20
SINGLES: Final = 0.6
ADDRESSED: Final = 0.7
STREETS: Final = ("Kerkstraat", "Rue des Lilas", "Calle Mayor", "Mill Lane", "Bahnhofweg")
TOWNS: Final = (
    ("BE", "9000", "Gent"),
    ("FR", "59000", "Lille"),
    ("ES", "46001", "Valencia"),
    ("NL", "3511", "Utrecht"),
)


@dataclass
class Told:
    """What the house answered: our order ids by reference, and refusals by reason."""

    accepted: dict[str, int] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)

    @property
    def reasons(self) -> Counter[str]:
        """How often each reason was given."""
        return Counter(self.refused.values())


class MerchantRobot(threading.Thread):
    """Sends a share of the orders, some alone and some in groups, about two in three with an addressee."""

    def __init__(
        self, urls: tuple[str, ...], *, key: str, orders: Sequence[Wanted], watch: Watch, told: Told, seed: int
    ) -> None:
        super().__init__(name=f"merchant-{seed}", daemon=True)
        self._line = Line(urls, headers={"Authorization": f"Bearer {key}"}, seed=seed)
        self._orders, self._watch, self._told = orders, watch, told
        self._random = random.Random(seed)
        self.fault: Exception | None = None

    @property
    def resent(self) -> int:
        """How many requests had to be sent again."""
        return self._line.resent

    def run(self) -> None:
        """Send everything."""
        try:
            for group in self._groups():
                self._send(group)
        except Exception as fault:
            self.fault = fault
        finally:
            self._line.close()

    def _groups(self) -> Iterator[Sequence[Wanted]]:
        waiting = list(self._orders)
        while waiting:
            size = 1 if self._random.random() < SINGLES else self._random.randint(2, BULK)
            yield waiting[:size]
            waiting = waiting[size:]

    def _send(self, group: Sequence[Wanted]) -> None:
        bodies = [self._body(order) for order in group]
        key = hashlib.sha256("|".join(order.ref for order in group).encode()).hexdigest()
        alone = len(group) == 1
        with self._watch.on("order" if alone else "orders in bulk"):
            answer = self._line.post_json(
                "/api/v1/orders/", bodies[0] if alone else {"orders": bodies}, headers={"Idempotency-Key": key}
            )
        content = answer.json()
        if alone:
            self._note(group[0], content, accepted=answer.status_code == 201)
            return
        results = content.get("results")
        for index, order in enumerate(group):
            if results is None:
                self._note(order, content, accepted=False)
            else:
                result = results[index]
                accepted = result.get("order") is not None
                self._note(order, result["order"] if accepted else result.get("problem") or result, accepted=accepted)

    def _note(self, order: Wanted, content: dict[str, Any], *, accepted: bool) -> None:
        if accepted:
            self._told.accepted[order.ref] = int(content["id"])
        else:
            self._told.refused[order.ref] = str(content.get("code", "no_code"))

    def _body(self, order: Wanted) -> dict[str, Any]:
        body: dict[str, Any] = {
            "merchant_ref": order.ref,
            "service": order.service,
            "lines": [{"sku": sku, "quantity": quantity} for sku, quantity in order.lines.items()],
        }
        if self._random.random() < ADDRESSED:
            body["addressee"] = addressee(order.ref, self._random)
        return body


def addressee(ref: str, source: random.Random) -> dict[str, Any]:
    """Somebody who does not exist, with a name that stands nowhere else."""
    country, postcode, city = source.choice(TOWNS)
    mark = hashlib.sha256(ref.encode()).hexdigest()[:8]
    return {
        "name": f"Robot Ordered{mark}",
        "lines": [f"{source.choice(STREETS)} {source.randint(1, 199)}"],
        "postcode": postcode,
        "city": city,
        "country": country,
    }
