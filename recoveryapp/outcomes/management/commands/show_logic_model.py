from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from recoveryapp.outcomes import catalogue
from recoveryapp.outcomes.catalogue import Catalogue
from recoveryapp.outcomes.errors import NoLogicModel
from recoveryapp.outcomes.models.logic_model import NamedPart, SourcedPart


class Command(BaseCommand):
    help = "Show the current logic model: each row with its source and how far it may be trusted."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            model = catalogue.current()
        except NoLogicModel as error:
            raise CommandError(error.sentence) from error
        for line in lines_of(model):
            self.stdout.write(line)


def lines_of(model: Catalogue) -> Iterator[str]:
    row = model.logic_model
    yield f"Logic model {row.version}, {row.published_on:%-d %B %Y}, {row.licence}, {row.holder}"
    yield f"It rests on: {row.citation}"
    yield "All that may be attributed to that review:"
    yield from (f"  - {statement}" for statement in row.review_states)
    yield from section("Sources", (f"{source.code}: {source.citation}" for source in model.sources))
    yield from section("Domains", map(named, model.domains))
    yield from section("Areas", map(named, model.areas))
    yield from section("Mechanisms", map(named, model.mechanisms))
    yield from section("Kinds", map(named, model.kinds))
    yield from section("Barriers", (f"{barrier.level}: {named(barrier)}" for barrier in model.barriers))
    yield from section("Links", (f"{link} {trust(link)}" for link in model.links))


def section(title: str, lines: Iterator[str]) -> Iterator[str]:
    yield f"\n{title}"
    yield from (f"  {line}" for line in lines)


def named(part: NamedPart) -> str:
    return f"{part.code} — {part.name} {trust(part)}"


def trust(part: SourcedPart) -> str:
    return f"[{part.source}, {part.evidence}]"
