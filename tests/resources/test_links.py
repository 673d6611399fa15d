"""Looking at links: few, seldom, one after another, and not told broken before they are."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from django.core.cache import cache

from recoveryapp.accounts.models import User
from recoveryapp.common.outbound import Answer, Limits, OutboundFailed, OutboundRefused, fetch
from recoveryapp.resources import tasks
from recoveryapp.resources.actions.links import CHECKS_A_RUN, OF_ONE_HOST_A_RUN, check_links
from recoveryapp.resources.freshness import is_stale
from recoveryapp.resources.models import CrisisContact, Link, Resource
from recoveryapp.resources.queries import directory_version
from tests.common.test_outbound import say, site
from tests.conftest import ApiFor, CountQueries

MONTH = timedelta(days=31)
Check = Callable[..., list[str]]


@pytest.fixture
def check(db: None) -> Check:
    """`check(now, answers)` runs once; `answers` are statuses or errors by address. Gives what was asked."""

    def run(now: datetime, answers: dict[str, Any] | None = None, *, seconds: int = 80) -> list[str]:
        asked: list[str] = []

        def look(url: str) -> Answer:
            asked.append(url)
            said = (answers or {}).get(url, 200)
            if isinstance(said, Exception):
                raise said
            return Answer(said, url)

        until = now + timedelta(seconds=seconds)
        check_links(look, clock=lambda: now, until=until, rest=lambda: asked.append("rest"))
        return asked

    return run


def resource(url: str, **more: Any) -> Resource:
    return Resource.objects.create(**{"name": url, "kind": "nature", "url": url, **more})


def broken_on(row: Resource) -> date | None:
    row.refresh_from_db()
    return row.link_broken_on


def test_each_address_is_looked_at_once_however_many_name_it(check: Check, now: datetime) -> None:
    for url in ("https://a.example/", "https://a.example/", "", "https://b.example/"):
        resource(url)
    resource("https://closed.example/", status="closed")

    assert sorted(check(now)) == ["https://a.example/", "https://b.example/"]
    assert check(now) == []
    assert len(check(now + MONTH)) == 2


def test_a_host_gets_a_rest_between_two_looks_and_a_few_looks_a_run(check: Check, now: datetime) -> None:
    for number in range(OF_ONE_HOST_A_RUN + 2):
        resource(f"https://a.example/{number}")

    asked = check(now)

    assert asked.count("rest") == OF_ONE_HOST_A_RUN - 1
    assert len(asked) == 2 * OF_ONE_HOST_A_RUN - 1
    assert len([url for url in check(now) if url != "rest"]) == 2


def test_a_run_ends_when_its_time_is_up(check: Check, now: datetime) -> None:
    resource("https://a.example/")

    assert check(now, seconds=0) == []


@pytest.mark.parametrize("failure", [404, 410, 500, OutboundFailed("gone"), OutboundRefused("inner")])
def test_a_link_is_told_broken_after_three_failures_and_no_longer_when_it_works(
    check: Check, now: datetime, failure: Any
) -> None:
    row = resource("https://a.example/", assured_on=now.date())
    version = directory_version()

    for day in (0, 3, 6):
        assert broken_on(row) is None
        assert directory_version() == version
        check(now + timedelta(days=day), {row.url: failure})

    assert broken_on(row) == (now + timedelta(days=6)).date()
    assert is_stale(row, today=now.date())
    assert directory_version() != version

    check(now + timedelta(days=9))
    assert broken_on(row) is None
    assert not is_stale(row, today=now.date())


@pytest.mark.parametrize("status", [200, 204, 304, 401, 403, 405, 429])
def test_a_page_that_sends_away_whoever_is_no_browser_is_there(
    check: Check, now: datetime, status: int
) -> None:
    row = resource("https://a.example/")

    check(now, {row.url: status})

    assert Link.objects.get().state == "working"


def test_a_link_that_works_makes_nothing_fresh(check: Check, now: datetime) -> None:
    row = resource("https://a.example/")

    check(now)

    row.refresh_from_db()
    assert is_stale(row, today=now.date())


def test_people_are_told_that_a_link_is_broken(alice: User, api: ApiFor, now: datetime) -> None:
    row = resource("https://a.example/", link_broken_on=now.date(), assured_on=now.date())

    body = api(alice).get(f"/api/v1/resources/{row.pk}/").json()

    assert (body["link_broken_on"], body["is_stale"]) == (now.date().isoformat(), True)


def helpline(url: str, name: str = "Listeners") -> CrisisContact:
    checked = {"verified_on": "2026-11-01", "verified_how": "Called", "source": "https://source.example/"}
    return CrisisContact.objects.create(
        name=name, text="Talk.", number="116 123", url=url, position=0, **checked
    )


def test_links_of_help_in_a_crisis_are_looked_at_weekly(check: Check, now: datetime) -> None:
    helpline("https://call.example/")
    helpline("")
    resource("https://line.example/", kind="helpline_crisis")
    resource("https://walk.example/")

    assert len(check(now)) == 3
    assert check(now + timedelta(days=6)) == []
    assert sorted(check(now + timedelta(days=8))) == ["https://call.example/", "https://line.example/"]


def test_a_link_of_help_in_a_crisis_is_looked_at_again_the_next_day_when_it_fails(
    check: Check, now: datetime
) -> None:
    helpline("https://call.example/")
    resource("https://walk.example/")
    fails = {"https://call.example/": 404, "https://walk.example/": 404}

    check(now, fails)

    assert check(now + timedelta(days=1), fails) == ["https://call.example/"]


def test_a_link_that_becomes_help_in_a_crisis_does_not_wait_for_its_month(
    check: Check, now: datetime
) -> None:
    resource("https://call.example/")
    check(now)
    helpline("https://call.example/")

    assert check(now + timedelta(days=1)) == []
    assert check(now + timedelta(days=9)) == ["https://call.example/"]


def test_help_in_a_crisis_goes_before_whatever_else_waits(check: Check, now: datetime) -> None:
    for number in range(CHECKS_A_RUN):
        resource(f"https://a{number}.example/")
    check(now - MONTH, seconds=0)
    helpline("https://call.example/")

    assert check(now)[0] == "https://call.example/"


def test_managers_are_told_of_a_broken_crisis_link_and_people_keep_the_number(
    check: Check, alice: User, max_: User, api: ApiFor, now: datetime
) -> None:
    contact = helpline("https://call.example/")
    helpline("https://other.example/", name="Others")
    before = api(alice).get("/api/v1/crisis-contacts/").json()

    for day in range(3):
        assert api(max_).get("/api/v1/directory/").json()["crisis"] == 0
        check(now + timedelta(days=day), {"https://call.example/": 404})

    assert api(max_).get("/api/v1/directory/").json()["crisis"] == 1
    assert api(max_).get("/api/v1/directory/broken-contacts/").json() == [
        {
            "id": contact.pk,
            "name": "Listeners",
            "country": "",
            "number": "116 123",
            "url": "https://call.example/",
            "looked_at": (now + timedelta(days=2)).isoformat().replace("+00:00", "Z"),
        }
    ]
    assert api(alice).get("/api/v1/crisis-contacts/").json() == before


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_of_broken_crisis_links_takes_as_many_statements_for_many_rows(
    check: Check, max_: User, api: ApiFor, now: datetime, count_queries: CountQueries, rows: int
) -> None:
    urls = [f"https://call{number}.example/" for number in range(rows)]
    for url in urls:
        helpline(url)
    for day in range(3):
        check(now + timedelta(days=day), dict.fromkeys(urls, 404))
    client = api(max_)

    with count_queries(3):
        assert len(client.get("/api/v1/directory/broken-contacts/").json()) == rows


def test_links_are_looked_at_through_the_one_way_out(db: None, now: datetime) -> None:
    with site(say(b"", 404)) as there:
        resource(f"{there.url}/gone")
        look = partial(fetch, limits=Limits(seconds=2), allow=there.allow)
        check_links(look, clock=lambda: now, until=now + MONTH, rest=lambda: None)

    assert there.asked[0][0] == "/gone"
    assert Link.objects.get().state == "failing"


def test_an_inner_address_in_a_directory_is_never_asked(db: None) -> None:
    with site(say(b"secret")) as inside:
        resource(inside.url)
        tasks.check_links()

    assert inside.asked == []
    assert Link.objects.get().state == "failing"


def test_a_second_run_waits_for_the_first_to_end(db: None) -> None:
    resource("http://127.0.0.1/")
    cache.add(tasks.LOCK, 1)

    tasks.check_links()

    assert Link.objects.count() == 0
