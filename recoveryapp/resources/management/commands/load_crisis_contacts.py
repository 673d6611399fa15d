import json
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from recoveryapp.resources.actions import load_crisis_contacts
from recoveryapp.resources.freshness import STALE_CRISIS_AFTER

SEED = Path(__file__).parents[2] / "seed" / "crisis_contacts.json"


class Command(BaseCommand):
    help = "Load the reviewed crisis numbers. Safe to run again: the numbers are then those of the file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, nargs="?", default=SEED)

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        data = json.loads(file.read_text(encoding="utf-8"))
        countries, contacts = load_crisis_contacts(data)
        self.stdout.write(f"{contacts} crisis contacts for {countries} countries and the world.")
        for name in stale_names(data, timezone.now().date()):
            self.stderr.write(f"Checked too long ago: {name}")


def stale_names(data: Any, today: date) -> list[str]:
    rows = [*data["worldwide"]["contacts"]]
    for country in data["countries"]:
        rows += [{"name": f"{country['name']}, emergency", **country["emergency"]}, *country["contacts"]]
    oldest = today - STALE_CRISIS_AFTER
    return [row["name"] for row in rows if date.fromisoformat(row["verified_on"]) < oldest]
