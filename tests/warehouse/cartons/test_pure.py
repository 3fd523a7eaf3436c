"""Packing needs nothing but Python: no row, no setting and no clock decides where a piece lies."""

from __future__ import annotations

import subprocess
import sys

from tests.house.sources import ROOT


def test_packing_loads_no_django_and_little_of_the_house() -> None:
    ask = (
        "import sys; from warehouse import cartons; "
        "print([name for name in sys.modules if name.split('.')[0] in ('django', 'backend', 'labels')], "
        "sorted(name for name in sys.modules if name.startswith('warehouse.')))"
    )

    done = subprocess.run([sys.executable, "-c", ask], cwd=ROOT, capture_output=True, text=True, check=True)

    modules = ["warehouse.cartons", "warehouse.joining", "warehouse.stacking", "warehouse.weighing"]
    assert done.stdout.strip() == f"[] {modules}"
