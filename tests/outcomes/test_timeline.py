from base64 import b64encode
from datetime import datetime, timedelta

import pytest
from rest_framework.test import APIClient

from recoveryapp.accounts.models import User
from recoveryapp.outcomes.models import CheckIn, Milestone
from tests.conftest import ApiFor, CountQueries
from tests.outcomes.body import (
    answer,
    check_in_row,
    check_in_url,
    milestone_row,
    milestone_url,
    write_check_in,
    write_milestone,
)

URL = "/api/v1/timeline/"


def test_check_ins_and_milestones_are_one_list_newest_first(
    api: ApiFor, alice: User, bob: User, now: datetime
) -> None:
    client = api(alice)
    older = write_check_in(client, now - timedelta(days=2), items=[answer("social_safe")])
    moved = write_milestone(client, now - timedelta(days=1))
    newer = write_check_in(client, now)
    write_milestone(api(bob), now)
    rows = client.get(URL).json()["results"]
    assert [row["kind"] for row in rows] == ["check_in", "milestone", "check_in"]
    assert rows[0]["check_in"] == client.get(check_in_url(newer)).json()
    assert rows[1]["milestone"] == client.get(milestone_url(moved)).json()
    assert rows[2]["check_in"] == client.get(check_in_url(older)).json()
    assert (rows[0]["milestone"], rows[1]["check_in"]) == (None, None)
    assert rows[1]["recorded_at"] == rows[1]["milestone"]["recorded_at"]


def test_a_stranger_is_asked_to_sign_in(api: ApiFor) -> None:
    assert api().get(URL).status_code == 401


@pytest.fixture
def a_long_record(alice: User, now: datetime) -> list[str]:
    """Uneven: runs of one kind, and moments shared by several rows of both."""
    moments = [now - timedelta(hours=hours // 3) for hours in range(40)]
    check_ins = CheckIn.objects.bulk_create(check_in_row(alice, at) for at in moments[:25])
    milestones = Milestone.objects.bulk_create(milestone_row(alice, at) for at in moments[10:])
    rows = sorted([*check_ins, *milestones], key=lambda row: (row.recorded_at, row.pk), reverse=True)
    return [str(row.pk) for row in rows]


@pytest.mark.parametrize("page_size", [2, 7, 100])
def test_every_row_is_on_one_page_there_and_back(
    api: ApiFor, alice: User, a_long_record: list[str], page_size: int
) -> None:
    client = api(alice)
    forth, last = walk(client, f"{URL}?page_size={page_size}", "next")
    assert [row for page in forth for row in page] == a_long_record
    back, _ = walk(client, last, "previous")
    assert [row for page in reversed(back) for row in page] == a_long_record


def walk(client: APIClient, url: str, direction: str) -> tuple[list[list[str]], str]:
    """The ids on each page, and the address of the last page."""
    pages: list[list[str]] = []
    while True:
        page = client.get(url).json()
        pages.append([(row["check_in"] or row["milestone"])["id"] for row in page["results"]])
        if page[direction] is None:
            return pages, url
        url = page[direction]


@pytest.mark.parametrize("rows", [1, 3])
def test_a_page_takes_as_many_statements_for_three_of_each_as_for_one(
    api: ApiFor, alice: User, now: datetime, count_queries: CountQueries, rows: int
) -> None:
    client = api(alice)
    for days in range(rows):
        write_check_in(client, now - timedelta(days=days), items=[answer("social_safe")])
        write_milestone(client, now - timedelta(days=days))
    with count_queries(4):
        assert len(client.get(URL).json()["results"]) == 2 * rows


@pytest.mark.parametrize("inside", ["p=yesterday", "p=2026-13-45", "o=many", "p=%00"])
def test_a_made_up_cursor_leads_nowhere(api: ApiFor, alice: User, inside: str) -> None:
    cursor = b64encode(inside.encode()).decode()
    assert api(alice).get(URL, {"cursor": cursor}).status_code == 404
