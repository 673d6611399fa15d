from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from recoveryapp.accounts.models import User
from recoveryapp.outcomes.enums import Domain, Level
from recoveryapp.outcomes.models import CheckIn
from recoveryapp.outcomes.queries.check_ins import bare_check_ins_of
from recoveryapp.outcomes.queries.means import Week, then_and_now, weekly_means
from tests.conftest import ApiFor, CountQueries
from tests.outcomes.body import CHECK_INS, check_in_row, write_check_in

TREND, THEN_AND_NOW = f"{CHECK_INS}trend/", f"{CHECK_INS}then-and-now/"
LONDON = ZoneInfo("Europe/London")
ZONES = ["Europe/London", "America/St_Johns", "Australia/Lord_Howe", "Pacific/Apia", "Asia/Kathmandu", "UTC"]
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


def store(owner: User, rows: Iterable[tuple[datetime, dict[str, str | None]]]) -> None:
    CheckIn.objects.all().delete()
    CheckIn.objects.bulk_create(check_in_row(owner, at, **levels) for at, levels in rows)


def weeks_of(owner: User, *, weeks: int, now: datetime, zone: ZoneInfo) -> list[Week]:
    return weekly_means(owner, weeks=weeks, now=now, zone=zone)


def mean_by_hand(levels: Iterable[str | None]) -> Decimal | None:
    words = ["not_at_all", "a_little", "some", "quite_a_lot", "a_lot"]
    answered = [words.index(level) for level in levels if level in words]
    if not answered:
        return None
    return (Decimal(sum(answered)) / len(answered)).quantize(Decimal("0.01"), ROUND_HALF_UP)


def weeks_by_hand(
    rows: list[tuple[datetime, dict[str, str | None]]], *, weeks: int, now: datetime, zone: ZoneInfo
) -> list[tuple[Any, ...]]:
    by_week: dict[tuple[int, int], list[dict[str, str | None]]] = defaultdict(list)
    for at, levels in rows:
        by_week[at.astimezone(zone).isocalendar()[:2]].append(levels)
    asked = [now.astimezone(zone).date() - timedelta(days=7 * back) for back in range(weeks)][::-1]
    return [
        (
            date.fromisocalendar(*day.isocalendar()[:2], 1),
            len(by_week[day.isocalendar()[:2]]),
            *(
                mean_by_hand(row[domain] for row in by_week[day.isocalendar()[:2]])
                for domain in Domain.values
            ),
        )
        for day in asked
    ]


levels = st.sampled_from([None, *Level.values])
moments = st.datetimes(
    datetime(2026, 3, 1),  # noqa: DTZ001 - hypothesis adds the zone itself
    datetime(2026, 11, 27),  # noqa: DTZ001
    timezones=st.just(UTC),
) | st.sampled_from(
    [
        datetime(2026, month, day, hour, minute, tzinfo=UTC)
        for month, day in ((3, 29), (3, 30), (4, 5), (10, 4), (10, 25), (10, 26), (11, 1), (11, 2))
        for hour, minute in ((0, 0), (0, 30), (13, 0), (22, 59), (23, 0), (23, 59))
    ]
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(
        st.tuples(moments, st.fixed_dictionaries(dict.fromkeys(Domain.values, levels))), max_size=12
    ),
    weeks=st.integers(1, 45),
    now=moments,
    zone=st.sampled_from(ZONES).map(ZoneInfo),
)
def test_the_weeks_are_those_counted_by_hand(
    alice: User,
    rows: list[tuple[datetime, dict[str, str | None]]],
    weeks: int,
    now: datetime,
    zone: ZoneInfo,
) -> None:
    store(alice, rows)
    counted = [
        (week.week_on, week.count, week.functional, week.existential, week.social)
        for week in weeks_of(alice, weeks=weeks, now=now, zone=zone)
    ]
    assert counted == weeks_by_hand(rows, weeks=weeks, now=now, zone=zone)


@pytest.mark.parametrize(
    ("sunday_night", "monday_on"),
    [
        (datetime(2026, 3, 29, 22, 59, 59, tzinfo=UTC), date(2026, 3, 30)),
        (datetime(2026, 10, 25, 23, 59, 59, tzinfo=UTC), date(2026, 10, 26)),
    ],
)
def test_a_week_ends_at_midnight_on_the_clock_also_when_the_clock_changed_that_day(
    alice: User, sunday_night: datetime, monday_on: date
) -> None:
    midnight = sunday_night + timedelta(seconds=1)
    store(alice, [(sunday_night, {"social": "a_lot"}), (midnight, {"social": "not_at_all"})])
    before, after = weeks_of(alice, weeks=2, now=midnight, zone=LONDON)
    assert (before.week_on, before.social) == (monday_on - timedelta(days=7), Decimal(4))
    assert (after.week_on, after.social) == (monday_on, Decimal(0))


def test_missing_is_missing(alice: User) -> None:
    two_weeks_ago = NOW - timedelta(days=14)
    store(
        alice,
        [
            (two_weeks_ago, {"functional": "a_lot", "existential": "not_now", "social": None}),
            (two_weeks_ago, {"functional": "not_now", "existential": "not_now", "social": "not_at_all"}),
        ],
    )
    then, gap, this_week = weeks_of(alice, weeks=3, now=NOW, zone=LONDON)
    assert (then.count, then.functional, then.existential, then.social) == (2, Decimal(4), None, Decimal(0))
    assert [week.count for week in (gap, this_week)] == [0, 0]
    assert (gap.functional, gap.existential, gap.social) == (None, None, None)


def test_a_half_is_rounded_up(alice: User) -> None:
    store(alice, [(NOW, {"social": level}) for level in ["a_little", *["not_at_all"] * 7]])
    assert weeks_of(alice, weeks=1, now=NOW, zone=LONDON)[0].social == Decimal("0.13")


def test_nobody_elses_check_ins_are_counted(alice: User, bob: User) -> None:
    store(bob, [(NOW, {"social": "a_lot"})])
    assert weeks_of(alice, weeks=1, now=NOW, zone=LONDON)[0].count == 0
    found = then_and_now(bare_check_ins_of(alice), then=NOW.date(), now=NOW.date(), zone=LONDON)
    assert found["now"].count == 0


def test_then_and_now_are_fourteen_days_each_on_the_persons_clock(alice: User) -> None:
    first = datetime(2026, 10, 12, 23, tzinfo=UTC)
    store(
        alice,
        [
            (first - timedelta(seconds=1), {"functional": "not_at_all"}),
            (first, {"functional": "a_lot"}),
            (datetime(2026, 10, 26, 23, 59, 59, tzinfo=UTC), {"functional": "some"}),
            (datetime(2026, 10, 27, tzinfo=UTC), {"functional": "not_at_all"}),
            (NOW, {"existential": "not_now", "social": "a_little"}),
        ],
    )
    own = bare_check_ins_of(alice)
    found = then_and_now(own, then=date(2026, 10, 26), now=date(2026, 11, 20), zone=LONDON)
    then, now = found["then"], found["now"]
    assert (then.from_on, then.to_on, then.count, then.functional) == (
        date(2026, 10, 13),
        date(2026, 10, 26),
        2,
        Decimal(3),
    )
    assert (now.from_on, now.count, now.functional, now.existential, now.social) == (
        date(2026, 11, 7),
        1,
        None,
        None,
        Decimal(1),
    )


def test_windows_that_overlap_each_count_what_is_in_both(alice: User) -> None:
    store(alice, [(NOW, {"social": "a_lot"})])
    found = then_and_now(
        bare_check_ins_of(alice),
        then=NOW.date(),
        now=NOW.date() + timedelta(days=7),
        zone=LONDON,
    )
    assert [window.count for window in found.values()] == [1, 1]


def test_the_trend_is_a_year_of_weeks_in_one_statement(
    api: ApiFor, alice: User, now: datetime, count_queries: CountQueries
) -> None:
    client = api(alice)
    write_check_in(client, now, functional="some", existential="a_little", social="not_now")
    with count_queries(2):
        weeks = client.get(TREND).json()["weeks"]
    assert len(weeks) == 52
    monday = now.astimezone(LONDON).date() - timedelta(days=now.astimezone(LONDON).weekday())
    assert weeks[-1] == {
        "week_on": str(monday),
        "count": 1,
        "functional": 2.0,
        "existential": 1.0,
        "social": None,
    }
    assert all(week["count"] == 0 for week in weeks[:-1])


def test_then_and_now_takes_one_statement(
    api: ApiFor, alice: User, now: datetime, count_queries: CountQueries
) -> None:
    client = api(alice)
    write_check_in(client, now, functional="some")
    today = now.astimezone(LONDON).date()
    query = {"then": str(today - timedelta(days=90)), "now": str(today)}
    with count_queries(2):
        found = client.get(THEN_AND_NOW, query).json()
    assert found["then"] == {
        "from_on": str(today - timedelta(days=103)),
        "to_on": query["then"],
        "count": 0,
        "functional": None,
        "existential": None,
        "social": None,
    }
    assert (found["now"]["count"], found["now"]["functional"]) == (1, 2.0)


@pytest.mark.parametrize(
    ("url", "query"),
    [
        (TREND, {"weeks": "0"}),
        (TREND, {"weeks": "523"}),
        (TREND, {"weeks": "many"}),
        (THEN_AND_NOW, {}),
        (THEN_AND_NOW, {"then": "2026-11-01"}),
        (THEN_AND_NOW, {"then": "0001-01-01", "now": "2026-11-01"}),
        (THEN_AND_NOW, {"then": "2026-11-01", "now": "9999-12-31"}),
    ],
)
def test_what_cannot_be_meant_is_refused(api: ApiFor, alice: User, url: str, query: dict[str, str]) -> None:
    refused = api(alice).get(url, query)
    assert (refused.status_code, refused.json()["code"]) == (400, "invalid")


@pytest.mark.parametrize("url", [TREND, THEN_AND_NOW])
def test_a_stranger_is_asked_to_sign_in(api: ApiFor, url: str) -> None:
    assert api().get(url).status_code == 401
