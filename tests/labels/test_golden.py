"""The bytes of every paper and every label for goods are those of yesterday, unless somebody says why not."""

import pytest

from labels import KINDS, render
from labels.printed import Backend
from tests.labels import golden
from tests.labels.examples import ORDINARY
from tests.labels.golden_papers import DIGESTS

VIEWS = {view.kind: view for view, _ in ORDINARY}


@pytest.mark.parametrize(("kind", "backend"), DIGESTS)
def test_the_same_paper_is_the_same_bytes_as_ever(kind: str, backend: Backend) -> None:
    assert render([VIEWS[kind]], backend=backend).digest[:16] == DIGESTS[kind, backend]


def test_every_kind_has_a_digest() -> None:
    assert {kind for kind, _ in DIGESTS} | {kind for kind, _ in golden.DIGESTS} == set(KINDS)
