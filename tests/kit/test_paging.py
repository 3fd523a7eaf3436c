from __future__ import annotations

import base64
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from backend.jobs.models import Job
from backend.kit import paging
from backend.kit.errors import Invalid

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


def jobs(count: int, *, at_once: int = 1) -> list[int]:
    """Newest first, as a list must show them."""
    made = [
        Job(
            kind="x",
            subject=f"a.b:{number}",
            facility=1,
            due_at=NOON,
            made_at=NOON + timedelta(seconds=number // at_once),
        )
        for number in range(count)
    ]
    return [job.pk for job in reversed(Job.objects.bulk_create(made))]


def walk(size: int) -> list[list[int]]:
    pages, cursor = [], ""
    while True:
        page = paging.page(Job.objects.all(), cursor=cursor, size=size)
        pages.append([job.pk for job in page.rows])
        cursor = page.next_cursor
        if not cursor:
            return pages


@pytest.mark.django_db
@pytest.mark.parametrize("at_once", [1, 3, 10])
def test_every_row_is_on_one_page_newest_first(at_once: int) -> None:
    newest_first = jobs(10, at_once=at_once)

    pages = walk(3)

    assert [len(page) for page in pages] == [3, 3, 3, 1]
    assert [pk for page in pages for pk in page] == newest_first


@pytest.mark.django_db
def test_a_full_last_page_has_no_next_one() -> None:
    jobs(4)

    assert [len(page) for page in walk(2)] == [2, 2]
    assert walk(5)[0][0] == walk(2)[0][0]


@pytest.mark.django_db
def test_rows_that_come_meanwhile_move_nothing() -> None:
    newest_first = jobs(6)
    first = paging.page(Job.objects.all(), size=3)
    Job.objects.create(kind="x", subject="new", facility=1, due_at=NOON, made_at=NOON + timedelta(hours=1))

    second = paging.page(Job.objects.filter(pk__in=newest_first), cursor=first.next_cursor, size=3)

    assert [job.pk for job in second.rows] == newest_first[3:]


@pytest.mark.django_db
def test_a_page_costs_one_query_however_deep(django_assert_num_queries: Any) -> None:
    jobs(50)
    cursor = paging.write_cursor(NOON + timedelta(seconds=10), 0)

    with django_assert_num_queries(1):
        page = paging.page(Job.objects.all(), cursor=cursor, size=5)

    assert len(page.rows) == 5


def test_a_cursor_names_its_place() -> None:
    assert paging.read_cursor(paging.write_cursor(NOON, 7)) == (NOON, 7)


@pytest.mark.parametrize(
    "cursor",
    [
        "x",
        "é",
        "====",
        base64.urlsafe_b64encode(b"yesterday|1").decode(),
        base64.urlsafe_b64encode(b"2026-11-21T12:00:00|1").decode(),
    ],
)
def test_a_cursor_that_is_not_ours_is_refused(cursor: str) -> None:
    with pytest.raises(Invalid) as refused:
        paging.read_cursor(cursor)

    assert (refused.value.code, refused.value.status) == ("cursor_invalid", 422)
