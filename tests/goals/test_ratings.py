from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError

from recoveryapp.accounts.models import User
from recoveryapp.audit.models import AuditEvent
from recoveryapp.goals.models import Goal, GoalRating
from recoveryapp.goals.series import MOST_POINTS, series_of
from tests.conftest import ApiFor, CountQueries
from tests.goals.body import goal_url, rate, rating_body, set_status, write_goal

FreshId = Callable[[], UUID]
LONDON = ZoneInfo("Europe/London")


def test_ratings_come_back_newest_first(api: ApiFor, alice: User, now: datetime) -> None:
    client = api(alice)
    goal_id = write_goal(client, now)
    late = rate(client, goal_id, now, 6, note="A good week")
    early = rate(client, goal_id, now - timedelta(days=7), 3)
    ratings = client.get(goal_url(goal_id, "ratings/")).json()
    assert [(r["id"], r["value"], r["note"]) for r in ratings["results"]] == [
        (late, 6, "A good week"),
        (early, 3, ""),
    ]


def test_the_goal_shows_the_latest_by_the_persons_own_time(api: ApiFor, alice: User, now: datetime) -> None:
    client = api(alice)
    goal_id = write_goal(client, now)
    rate(client, goal_id, now, 6)
    rate(client, goal_id, now - timedelta(days=7), 3)
    latest = {"value": 6, "recorded_at": now.isoformat().replace("+00:00", "Z")}
    assert client.get(goal_url(goal_id)).json()["latest_rating"] == latest


def test_the_same_rating_twice_is_one(api: ApiFor, alice: User, now: datetime, fresh_id: FreshId) -> None:
    client = api(alice)
    url = goal_url(write_goal(client, now), f"ratings/{fresh_id()}/")
    answers = [client.put(url, rating_body(now), format="json") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 200]
    assert answers[0].json() == answers[1].json()
    assert AuditEvent.objects.filter(noun="goals.goalrating").count() == 1


@pytest.mark.parametrize("change", [{"value": 5}, {"note": "Later thought"}, {"value": 0}])
def test_a_rating_is_never_edited(api: ApiFor, alice: User, now: datetime, change: dict[str, object]) -> None:
    client = api(alice)
    goal_id = write_goal(client, now)
    url = goal_url(goal_id, f"ratings/{rate(client, goal_id, now)}/")
    refused = client.put(url, rating_body(now, **{"value": 4, **change}), format="json")
    assert (refused.status_code, refused.json()["code"]) == (409, "id_taken")
    assert (GoalRating.objects.get().value, GoalRating.objects.get().note) == (4, "")


def test_a_rating_can_be_taken_back_and_taken_back_again(api: ApiFor, alice: User, now: datetime) -> None:
    client = api(alice)
    goal_id = write_goal(client, now)
    url = goal_url(goal_id, f"ratings/{rate(client, goal_id, now)}/")
    assert [client.delete(url).status_code for _ in range(2)] == [204, 204]
    assert client.get(goal_url(goal_id)).json()["latest_rating"] is None
    assert AuditEvent.objects.filter(noun="goals.goalrating", verb="delete").count() == 1


@pytest.mark.parametrize("status", ["completed", "cancelled"])
def test_a_closed_goal_is_not_rated_until_it_is_opened_again(
    api: ApiFor, alice: User, now: datetime, fresh_id: FreshId, status: str
) -> None:
    client = api(alice)
    goal_id = write_goal(client, now)
    kept = goal_url(goal_id, f"ratings/{rate(client, goal_id, now)}/")
    new = goal_url(goal_id, f"ratings/{fresh_id()}/")
    set_status(client, goal_id, status)
    refused = [client.put(new, rating_body(now), format="json"), client.delete(kept)]
    assert [(r.status_code, r.json()["code"]) for r in refused] == [(409, "goal_closed")] * 2
    assert client.put(kept, rating_body(now), format="json").status_code == 200
    set_status(client, goal_id, "active")
    assert client.put(new, rating_body(now), format="json").status_code == 201


@pytest.mark.parametrize(
    ("change", "field", "code"),
    [
        ({"shoe": 1}, "shoe", "unknown_field"),
        ({"value": 11}, "value", "max_value"),
        ({"value": -1}, "value", "min_value"),
        ({"value": None}, "value", "null"),
        ({"value": "4"}, "value", "invalid"),
        ({"value": 4.5}, "value", "invalid"),
        ({"note": "x" * 2_001}, "note", "max_length"),
        ({"note": "a\x00"}, "note", "control_characters"),
        ({"note": None}, "note", "null"),
        ({"recorded_at": "2001-01-01T00:00:00Z"}, "recorded_at", "out_of_range"),
        ({"recorded_at": None}, "recorded_at", "null"),
    ],
)
def test_what_cannot_be_meant_is_refused_and_nothing_is_stored(
    api: ApiFor,
    alice: User,
    now: datetime,
    fresh_id: FreshId,
    change: dict[str, object],
    field: str,
    code: str,
) -> None:
    client = api(alice)
    url = goal_url(write_goal(client, now), f"ratings/{fresh_id()}/")
    answer = client.put(url, {**rating_body(now), **change}, format="json")
    assert (answer.status_code, answer.json()["errors"][field][0]["code"]) == (400, code)
    assert not GoalRating.objects.exists()


def test_to_another_person_the_ratings_do_not_exist(
    api: ApiFor, alice: User, bob: User, now: datetime, fresh_id: FreshId
) -> None:
    goal_id = write_goal(api(alice), now)
    rating_id = rate(api(alice), goal_id, now)
    bobs = write_goal(api(bob), now)
    nothing = api(bob).get(goal_url(fresh_id(), "ratings/"))
    for tail in ("ratings/", "ratings/series/"):
        read = api(bob).get(goal_url(goal_id, tail))
        assert (read.status_code, read.content) == (404, nothing.content)
        assert api().get(goal_url(goal_id, tail)).status_code == 401
    for goal in (goal_id, bobs):
        written = api(bob).put(goal_url(goal, f"ratings/{rating_id}/"), rating_body(now, 9), format="json")
        assert (written.status_code, written.content) == (404, nothing.content)
        assert api(bob).delete(goal_url(goal, f"ratings/{rating_id}/")).status_code == 204
    assert GoalRating.objects.get().value == 4


@pytest.mark.parametrize("count", [1, 3])
def test_lists_of_ratings_take_the_same_statements_however_long(
    api: ApiFor, alice: User, now: datetime, count: int, count_queries: CountQueries
) -> None:
    client = api(alice)
    goal_id = write_goal(client, now)
    for days in range(count):
        rate(client, goal_id, now - timedelta(days=days))
    with count_queries(3):  # session with person, goal, ratings
        assert len(client.get(goal_url(goal_id, "ratings/")).json()["results"]) == count
    with count_queries(4):  # session with person, goal, span, points
        assert len(client.get(goal_url(goal_id, "ratings/series/")).json()["points"]) == count


def test_a_goal_without_ratings_has_a_series_without_points(api: ApiFor, alice: User, now: datetime) -> None:
    series = api(alice).get(goal_url(write_goal(api(alice), now), "ratings/series/")).json()
    assert series == {"weeks_per_point": 0, "points": []}


def test_a_short_series_holds_each_rating_oldest_first(api: ApiFor, alice: User, now: datetime) -> None:
    client = api(alice)
    goal_id = write_goal(client, now)
    rate(client, goal_id, now, 7)
    rate(client, goal_id, now - timedelta(days=1), 2)
    series = client.get(goal_url(goal_id, "ratings/series/")).json()
    assert series["weeks_per_point"] == 0
    assert [(point["value"], point["count"]) for point in series["points"]] == [(2.0, 1), (7.0, 1)]


@pytest.fixture
def goal(alice: User, now: datetime) -> Goal:
    return Goal.objects.create(owner=alice, recorded_at=now)


def rated(goal: Goal, *values_at: tuple[int, datetime]) -> None:
    GoalRating.objects.bulk_create(
        GoalRating(goal=goal, owner=goal.owner, value=value, recorded_at=at) for value, at in values_at
    )


def test_a_long_series_is_thinned_to_means_of_weeks(goal: Goal) -> None:
    monday = datetime(2026, 6, 1, tzinfo=LONDON)
    rated(goal, *((n % 3, monday + timedelta(hours=n * 6)) for n in range(MOST_POINTS + 1)))
    series = series_of(goal.ratings.all(), zone=LONDON)
    assert series.weeks_per_point == 1
    assert [point.at for point in series.points] == [monday + timedelta(weeks=n) for n in range(8)]
    assert [point.count for point in series.points] == [28] * 7 + [5]
    assert series.points[0].value == round(sum(n % 3 for n in range(28)) / 28, 2)


def test_weeks_begin_on_monday_where_the_person_is(goal: Goal) -> None:
    sunday_night = datetime(2026, 6, 7, 23, 30, tzinfo=LONDON)
    rated(goal, (2, sunday_night), (8, sunday_night + timedelta(hours=1)))
    rated(goal, *((5, sunday_night + timedelta(days=30)) for _ in range(MOST_POINTS)))
    first, second, _ = series_of(goal.ratings.all(), zone=LONDON).points
    assert (first.value, second.value) == (2.0, 8.0)
    assert second.at == datetime(2026, 6, 7, 23, tzinfo=UTC)
    in_utc = series_of(goal.ratings.all(), zone=ZoneInfo("UTC")).points
    assert (in_utc[0].value, in_utc[0].count) == (5.0, 2)


def test_weeks_without_a_rating_have_no_point(goal: Goal) -> None:
    start = datetime(2026, 1, 5, tzinfo=UTC)
    rated(goal, *((4, start) for _ in range(MOST_POINTS)), (9, start + timedelta(weeks=20)))
    assert [point.value for point in series_of(goal.ratings.all(), zone=LONDON).points] == [4.0, 9.0]


@pytest.mark.parametrize("weeks", [1, 150, 197, 198, 199, 396, 397, 522, 1_000])
def test_a_series_never_has_more_than_two_hundred_points(goal: Goal, weeks: int) -> None:
    last = datetime(2026, 11, 1, 12, tzinfo=UTC)
    step = timedelta(weeks=weeks) / 1_100
    rated(goal, *((n % 11, last - n * step) for n in range(1_101)))
    series = series_of(goal.ratings.all(), zone=LONDON)
    assert len(series.points) <= MOST_POINTS
    assert sum(point.count for point in series.points) == 1_101


def test_the_database_refuses_a_rating_off_the_scale(goal: Goal, now: datetime) -> None:
    with pytest.raises(IntegrityError, match="goal_rating_0_to_10"):
        rated(goal, (11, now))
