"""One shift of robots in a house of its own: orders in, parcels out, with stops and kills, and the books afterwards."""

from __future__ import annotations

import json
import queue
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from backend.demo.houses import House
from backend.demo.robots.dispatchers import DispatcherRobot
from backend.demo.robots.floor import Floor, Papers, Shelf
from backend.demo.robots.line import Line
from backend.demo.robots.merchants import MerchantRobot, Told
from backend.demo.robots.orders_file import OrdersFile
from backend.demo.robots.packers import PackerRobot
from backend.demo.robots.pickers import PickerRobot
from backend.demo.robots.report import Report, counted
from backend.demo.robots.supervisors import SupervisorRobot
from backend.demo.robots.timing import Watch
from backend.demo.robots.workers import Acknowledged, KioskRobot
from backend.demo.sign_ins import SignIn

MERCHANTS: Final = 2
PACKERS_SHARE: Final = 0.4
SCARCE: Final = 0.02
EMPTIED: Final = 0.01
UNDERWAY: Final = ("accepted", "promised", "released", "picking", "picked", "packed")
STANDSTILL_SECONDS: Final = 240.0
PATIENCE_SECONDS: Final = 30.0
POLL_SECONDS: Final = 1.5

Progress = Callable[[int, int], None]


@dataclass
class Plan:
    """How a shift goes."""

    file: OrdersFile
    workers: int = 6
    freeze_every: float = 0.0
    kills: int = 0
    seed: int = 1
    most_seconds: float = 3600.0


@dataclass
class Shift:
    """The robots of one shift and what they share."""

    house: House
    plan: Plan
    watch: Watch = field(default_factory=Watch)
    told: Told = field(default_factory=Told)
    acknowledged: Acknowledged = field(default_factory=Acknowledged)
    merchants: list[MerchantRobot] = field(default_factory=list)
    workers: list[KioskRobot] = field(default_factory=list)
    _killed: int = 0

    def run(self, *, progress: Progress = lambda done, of: None) -> Report:
        """Work until every accepted order has ended, then count."""
        began = time.monotonic()
        found = self._found()
        self.house.start()
        self._hire(found)
        fault = self._work(progress)
        report = self._count(fault)
        report.seconds = round(time.monotonic() - began, 1)
        return report

    def _found(self) -> dict[str, Any]:
        """A facility whose shelves hold what the orders want, except for the few goods that are scarce."""
        source = random.Random(self.plan.seed)
        demand = self.plan.file.demand
        goods = []
        for sku, title in self.plan.file.titles.items():
            if demand[sku]:
                scarce = source.random() < SCARCE
                goods.append((sku, title[:120], max(1, demand[sku] // 2) if scarce else demand[sku]))
        packers = max(1, round(self.plan.workers * PACKERS_SHARE))
        spec = {"pickers": max(1, self.plan.workers - packers), "packers": packers, "goods": goods}
        answer: dict[str, Any] = json.loads(self.house.manage("robots", "found", told=json.dumps(spec)))
        return answer

    def _hire(self, found: dict[str, Any]) -> None:
        source = random.Random(self.plan.seed + 1)
        sign_ins = [SignIn(**each) for each in found["sign_ins"]]
        self.floor = lay_floor(found, self.house, source)
        badges = iter([each for each in sign_ins if each.role == "worker"])
        for station, kind in sorted((int(number), kind) for number, kind in found["kinds"].items()):
            code = found["codes"][str(station)]
            if kind == "dispatch":
                self.dispatcher = DispatcherRobot(
                    self.house.urls,
                    sign_in=_of(sign_ins, "dispatcher"),
                    gate=_of(sign_ins, "security"),
                    enrol_code=code,
                    belt=self.floor.belt,
                    watch=self.watch,
                )
                continue
            options: dict[str, Any] = {
                "station": station,
                "enrol_code": code,
                "badge": next(badges),
                "floor": self.floor,
                "watch": self.watch,
                "acknowledged": self.acknowledged,
                "seed": self.plan.seed * 1000 + station,
            }
            if kind == "pick":
                self.workers.append(PickerRobot(self.house.urls, **options))
            else:
                papers = Papers(self.floor.papers[station])
                self.workers.append(PackerRobot(self.house.urls, papers=papers, **options))
        self.supervisor = SupervisorRobot(
            self.house.urls,
            sign_in=_of(sign_ins, "supervisor"),
            freeze_every=self.plan.freeze_every,
            watch=self.watch,
            seed=self.plan.seed,
        )
        self.key = _of(sign_ins, "merchant").secret
        orders = self.plan.file.orders
        self.merchants = [
            MerchantRobot(
                self.house.urls,
                key=self.key,
                orders=orders[number::MERCHANTS],
                watch=self.watch,
                told=self.told,
                seed=self.plan.seed + number,
            )
            for number in range(MERCHANTS)
        ]

    def _work(self, progress: Progress) -> str:
        everybody: list[Any] = [*self.workers, self.dispatcher, self.supervisor, *self.merchants]
        for robot in (*self.workers, self.dispatcher, self.supervisor):
            robot.start()
        for worker in self.workers:
            worker.ready.wait(90)
        for merchant in self.merchants:
            merchant.start()
        try:
            return self._wait_until_done(everybody, progress)
        finally:
            for worker in self.workers:
                worker.finish()
            self.dispatcher.finish()
            self.supervisor.finish()
            for robot in everybody:
                robot.join(PATIENCE_SECONDS)

    def _wait_until_done(self, everybody: Sequence[Any], progress: Progress) -> str:
        """Until nothing is under way; the words of the first fault, or of a shift that stands still."""
        line = Line(self.house.urls, headers={"Authorization": f"Bearer {self.key}"})
        began = moved = time.monotonic()
        last = -1
        source = random.Random(self.plan.seed + 2)
        while True:
            time.sleep(POLL_SECONDS)
            self._kill_now_and_then(source)
            for robot in everybody:
                if robot.fault is not None:
                    return f"{robot.name}: {type(robot.fault).__name__}: {robot.fault}"
            now = time.monotonic()
            if self.acknowledged.count != last:
                last, moved = self.acknowledged.count, now
            progress(self.dispatcher.labels, len(self.told.accepted) or len(self.plan.file.orders))
            if all(not merchant.is_alive() for merchant in self.merchants):
                self.dispatcher.sweep_out(self._is_at_the_end(line, but="packed"))
                if self._is_at_the_end(line):
                    line.close()
                    return ""
            if now - moved > STANDSTILL_SECONDS:
                return f"Nothing moved for {STANDSTILL_SECONDS:.0f} s."
            if now - began > self.plan.most_seconds:
                return f"The shift was not done after {self.plan.most_seconds:.0f} s."

    def _is_at_the_end(self, line: Line, *, but: str = "") -> bool:
        return not any(
            line.get(f"/api/v1/orders/?state={state}&limit=1").json()["orders"] for state in UNDERWAY if state != but
        )

    def _kill_now_and_then(self, source: random.Random) -> None:
        """`kill -9` the web server or the worker, spread over the shift by how much of it is done.

        From the main thread only: a child of the house ends with the thread that started it.
        """
        share = self.dispatcher.labels / max(1, len(self.plan.file.orders))
        is_due = self._killed < self.plan.kills and share >= 0.9 * self._killed / self.plan.kills
        if is_due and self.acknowledged.count > 20:
            self._killed += 1
            self.house.kill(source.choice([*self.house.webs, *self.house.workers]))

    def _count(self, fault: str) -> Report:
        asked = {"refs": self.told.accepted, "scans": self.acknowledged.scans}
        books = json.loads(self.house.manage("robots", "count", told=json.dumps(asked)))
        states, spreads = books["states"], self.watch.spreads()
        everybody: list[Any] = [*self.workers, self.dispatcher, *self.merchants, self.supervisor]
        return Report(
            orders_read=len(self.plan.file.orders),
            accepted=len(self.told.accepted),
            refused=len(self.told.refused),
            refused_by_reason=dict(self.told.reasons.most_common()),
            listed_by_reason=counted(self.plan.file.listed),
            shipped=states.get("shipped", 0),
            short=states.get("short", 0),
            cancelled=states.get("cancelled", 0),
            open=sum(states.get(state, 0) for state in UNDERWAY),
            units_ordered=books["units_ordered"],
            units_shipped=books["units_shipped"],
            units_missing=books["units_ordered"] - books["units_shipped"],
            scans=len(self.acknowledged.scans),
            wrong_scans=self.acknowledged.wrong,
            lost=books["lost"],
            doubled=books["doubled"],
            stock_drift=books["drifts"],
            ledger_verified=books["verified"],
            ledger_events=books["events"],
            freezes=self.supervisor.freezes,
            kills=self.house.kills,
            reprints=self.supervisor.reprints,
            resent=sum(robot.resent for robot in everybody),
            p95_scan_ms=spreads["scan"].p95 if "scan" in spreads else 0.0,
            steps=spreads,
            faults=[*([fault] if fault else []), *books["problems"], *books["drift"]],
            listed=self.plan.file.listed,
        )


def lay_floor(found: dict[str, Any], house: House, source: random.Random) -> Floor:
    """What can be touched in this house; now and then a shelf is empty though the books say otherwise."""
    shelves = {
        name: Shelf(code, sku, 0 if source.random() < EMPTIED else units)
        for name, (code, sku, units) in found["shelves"].items()
    }
    return Floor(
        shelves=shelves,
        totes=found["totes"],
        carts={int(number): code for number, code in found["carts"].items()},
        bench=found["bench"],
        weights=found["weights"],
        tares=found["tares"],
        papers={
            int(station): house.data / "print" / f"printer-{printer}" for station, printer in found["printers"].items()
        },
        dropped=queue.Queue(),
        belt=queue.Queue(),
    )


def _of(sign_ins: Sequence[SignIn], role: str) -> SignIn:
    return next(each for each in sign_ins if each.role == role)
