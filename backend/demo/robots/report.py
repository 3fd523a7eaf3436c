"""What the robot shift found out, for people and for programs."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict, dataclass, field
from typing import Any

from backend.demo.robots.orders_file import Listed
from backend.demo.robots.timing import Spread


@dataclass
class Report:
    """One shift: `lost` counts acknowledged orders and scans the house lacks, `doubled` what it has twice."""

    orders_read: int = 0
    accepted: int = 0
    refused: int = 0
    refused_by_reason: dict[str, int] = field(default_factory=dict)
    listed_by_reason: dict[str, int] = field(default_factory=dict)
    shipped: int = 0
    short: int = 0
    cancelled: int = 0
    open: int = 0
    units_ordered: int = 0
    units_shipped: int = 0
    units_missing: int = 0
    scans: int = 0
    wrong_scans: int = 0
    lost: int = 0
    doubled: int = 0
    stock_drift: int = 0
    ledger_verified: bool = False
    ledger_events: int = 0
    freezes: int = 0
    kills: int = 0
    reprints: int = 0
    resent: int = 0
    seconds: float = 0.0
    p95_scan_ms: float = 0.0
    steps: dict[str, Spread] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    listed: list[Listed] = field(default_factory=list)

    @property
    def is_good(self) -> bool:
        """Nothing lost, nothing doubled, books right, ledger whole, and every order that could be shipped was."""
        return (
            not self.faults
            and self.lost == self.doubled == self.stock_drift == self.open == 0
            and self.ledger_verified
            and self.accepted == self.shipped + self.short + self.cancelled
        )

    def to_json(self) -> str:
        """One line of JSON; the list of refused things is left to the words."""
        content: dict[str, Any] = asdict(self)
        del content["listed"]
        return json.dumps({**content, "good": self.is_good}, sort_keys=True)

    def to_text(self, *, examples: int = 12) -> str:
        """The report as lines for a terminal."""
        lines = [
            "",
            f"Orders    read {self.orders_read}, accepted {self.accepted}, refused {self.refused}"
            + _bracketed(self.refused_by_reason),
            f"          shipped {self.shipped}, short {self.short}, cancelled {self.cancelled}, still open {self.open}",
            f"Units     ordered {self.units_ordered}, shipped {self.units_shipped}, missing {self.units_missing}",
            f"Scans     {self.scans}, of which {self.wrong_scans} wrong on purpose; sent again {self.resent}",
            f"Trouble   {self.freezes} freezes, {self.kills} kills, {self.reprints} reprints; "
            f"lost {self.lost}, doubled {self.doubled}",
            f"Books     stock drift {self.stock_drift}; ledger of {self.ledger_events} events "
            + ("verified" if self.ledger_verified else "NOT VERIFIED"),
            f"Time      {self.seconds:.0f} s",
            "",
            f"  {'step':<18}{'times':>8}{'p50 ms':>10}{'p95 ms':>10}{'p99 ms':>10}{'most ms':>10}",
        ]
        lines += [
            f"  {step:<18}{each.count:>8}{each.p50:>10.1f}{each.p95:>10.1f}{each.p99:>10.1f}{each.most:>10.1f}"
            for step, each in self.steps.items()
        ]
        if self.listed:
            lines += ["", "Listed from the file" + _bracketed(self.listed_by_reason) + ", for example:"]
            lines += [f"  {each.ref}: {each.reason}, {each.detail}" for each in self.listed[:examples]]
        lines += [f"FAULT     {fault}" for fault in self.faults]
        lines += ["", "Everything is in order." if self.is_good else "SOMETHING IS WRONG, see above."]
        return "\n".join(lines)


def counted(listed: list[Listed]) -> dict[str, int]:
    """How often each reason stands in the list."""
    return dict(Counter(each.reason for each in listed).most_common())


def _bracketed(reasons: dict[str, int]) -> str:
    return f" ({', '.join(f'{reason} {count}' for reason, count in reasons.items())})" if reasons else ""
