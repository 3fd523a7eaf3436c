"""Routing needs nothing but Python: it can be asked anywhere, and nothing of the house decides a walk."""

from __future__ import annotations

import subprocess
import sys

from tests.house.sources import ROOT


def test_routing_loads_nothing_of_the_house_and_no_django() -> None:
    ask = (
        "import sys; from warehouse import routing; "
        "print([name for name in sys.modules if name.split('.')[0] in ('django', 'backend', 'labels')], "
        "[name for name in sys.modules if name.startswith('warehouse.') and not name.startswith('warehouse.routing')])"
    )

    done = subprocess.run([sys.executable, "-c", ask], cwd=ROOT, capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[] []"
