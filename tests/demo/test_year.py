import random
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from recoveryapp.demo.year import NOT_NOW, Shape, days_of, mood_at

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
SHAPE = Shape(
    mood=[(52, -2), (26, 2), (0, 0)],
    gaps=[(30, 20)],
    days_a_week=5,
    leaning={"functional": 0, "existential": 0, "social": 0},
)


@given(seed=st.integers(0, 1000))
def test_no_day_lies_in_a_gap_or_ahead_or_beyond_a_year(seed: int) -> None:
    for day in days_of(SHAPE, until=NOW, chance=random.Random(seed)):
        weeks_ago = (NOW.date() - day.at.date()).days / 7
        assert not 20 <= weeks_ago <= 30
        assert 0 < weeks_ago <= 52


@given(seed=st.integers(0, 1000))
def test_every_level_is_on_the_scale_or_not_now_or_unsaid(seed: int) -> None:
    for day in days_of(SHAPE, until=NOW, chance=random.Random(seed)):
        assert set(day.levels.values()) <= {None, NOT_NOW, 0, 1, 2, 3, 4}


def test_the_same_chance_makes_the_same_year() -> None:
    first, second = (list(days_of(SHAPE, until=NOW, chance=random.Random(1))) for _ in range(2))
    assert first == second


def test_the_mood_between_two_points_lies_on_the_line() -> None:
    assert mood_at(SHAPE.mood, 39) == 0
    assert mood_at(SHAPE.mood, 60) == -2


def test_a_hard_time_shows() -> None:
    days = list(days_of(SHAPE, until=NOW, chance=random.Random(2)))
    hard = [day.feel for day in days if (NOW.date() - day.at.date()).days > 45 * 7]
    good = [day.feel for day in days if 14 * 7 < (NOW.date() - day.at.date()).days < 20 * 7]
    assert hard.count("hard") > hard.count("good")
    assert good.count("good") > good.count("hard")
