from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from recoveryapp.matching.entries import logic_of
from recoveryapp.matching.judged import asked_from, entry_from, read_lines
from recoveryapp.matching.meanings import meanings_of
from recoveryapp.matching.ranking.choose import choose
from recoveryapp.matching.ranking.index import Index, build_index
from recoveryapp.matching.ranking.rank import rank
from recoveryapp.matching.ranking.shapes import Asked, Logic
from recoveryapp.outcomes.seeds import read_logic_model

MOST = 10


class Command(BaseCommand):
    help = "Rank a judged set's resources for each of its goals, by the code the app uses. Needs no database."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--resources", type=Path, required=True, help="JSON lines: a directory")
        parser.add_argument("--goals", type=Path, required=True, help="JSON lines: goals in own words")
        parser.add_argument("--run", type=Path, required=True, help="written: goal, rank, resource, by tabs")
        parser.add_argument("--words-only", action="store_true", help="as without the sentence encoder")
        parser.add_argument("--sets", action="store_true", help="the five that the app shows come first")

    def handle(self, *args: Any, **options: Any) -> None:
        logic = logic_of(read_logic_model())
        entries = [entry_from(row, logic) for row in read_lines(options["resources"])]
        meanings = None if options["words_only"] else meanings_of(entries)
        index = build_index(entries, logic, meanings)
        with options["run"].open("w", encoding="utf-8") as run:
            for goal in read_lines(options["goals"]):
                for place, resource in enumerate(_ranked(asked_from(goal), index, logic, **options), start=1):
                    run.write(f"{goal['id']}\t{place}\t{resource}\n")


def _ranked(asked: Asked, index: Index, logic: Logic, *, sets: bool, **_options: Any) -> list[str]:
    ranked = rank(asked, index, logic)
    shown = choose(ranked) if sets else []
    return list(dict.fromkeys(row.entry.id for row in [*shown, *ranked]))[:MOST]
