from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from recoveryapp.common.errors import DomainError
from recoveryapp.outcomes.actions.logic_model import publish_logic_model
from recoveryapp.outcomes.actions.measures import register_measure
from recoveryapp.outcomes.seeds import read_logic_model, read_measures


class Command(BaseCommand):
    help = "Load the logic model and the measures that come with this release; a second time changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            logic_model = publish_logic_model(read_logic_model())
            measures = [register_measure(seed, at=timezone.now()) for seed in read_measures()]
        except DomainError as error:
            raise CommandError(error.sentence) from error
        self.stdout.write(f"Logic model {logic_model}; measures: {', '.join(map(str, measures))}.")
