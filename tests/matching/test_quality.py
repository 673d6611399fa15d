"""The matcher against goals and a directory that nothing in it was made for: `held_out/README.md`."""

from pathlib import Path

import pytest
from django.core.management import call_command

from recoveryapp.matching.entries import logic_of
from recoveryapp.matching.judged import entry_from, read_lines
from recoveryapp.outcomes.seeds import read_logic_model
from tests.matching.scoring import Judged, Run, read_run

HELD_OUT = Path(__file__).parent / "held_out"
MOST = 10


@pytest.fixture(scope="module")
def judged() -> Judged:
    return Judged.read(HELD_OUT)


def evaluated(run: Path, *options: str) -> Run:
    call_command(
        "evaluate_matching",
        f"--resources={HELD_OUT / 'resources.jsonl'}",
        f"--goals={HELD_OUT / 'goals.jsonl'}",
        f"--run={run}",
        *options,
    )
    return read_run(run)


@pytest.mark.parametrize(
    ("options", "ndcg", "precision"),
    [((), 0.74, 0.55), (("--sets",), 0.74, 0.55), (("--words-only",), 0.60, 0.44)],
)
def test_it_ranks_unseen_goals_well_and_nothing_that_was_ruled_out(
    judged: Judged, tmp_path: Path, options: tuple[str, ...], ndcg: float, precision: float
) -> None:
    run = evaluated(tmp_path / "run.tsv", *options)

    assert {len(rows) for rows in run.values()} == {MOST}
    assert judged.violations(run) == []
    assert judged.ndcg(run) >= ndcg
    assert judged.precision(run) >= precision


def test_each_set_of_five_is_of_three_kinds_and_every_mechanism(tmp_path: Path) -> None:
    logic = logic_of(read_logic_model())
    whole = {row["id"]: entry_from(row, logic) for row in read_lines(HELD_OUT / "resources.jsonl")}

    for rows in evaluated(tmp_path / "run.tsv", "--sets").values():
        shown = [whole[id_] for id_ in rows[:5]]
        assert len({entry.kind for entry in shown}) >= 3
        assert len({mechanism for entry in shown for mechanism in entry.mechanisms}) == 4


def test_the_same_goal_gets_the_same_answer_again(tmp_path: Path) -> None:
    assert evaluated(tmp_path / "one.tsv") == evaluated(tmp_path / "two.tsv")
