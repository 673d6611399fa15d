from typing import Any

from django.core.management.base import BaseCommand, CommandError

from recoveryapp.matching.ranking.encoder import encoder
from recoveryapp.matching.ranking.lexicon import examples
from recoveryapp.matching.ranking.meaning import FILE
from recoveryapp.matching.ranking.training import train


class Command(BaseCommand):
    help = "Learn which texts speak of which need from seed/lexicon.json, and keep it in seed/needs.npz."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        by = encoder()
        if by is None:
            raise CommandError("The sentence encoder is not installed.")
        train(examples(), by).save(FILE)
        self.stdout.write(f"{FILE.name}: {FILE.stat().st_size // 1024} KB")
