"""The questions a person may write to: data in the repository, read once in each process."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

SEED = Path(__file__).resolve().parent / "seed" / "prompts.json"


@dataclass(frozen=True)
class Prompt:
    code: str
    text: str


@cache
def prompts() -> tuple[Prompt, ...]:
    seed = json.loads(SEED.read_text(encoding="utf-8"))
    return tuple(Prompt(**prompt) for prompt in seed["prompts"])


@cache
def prompt_codes() -> frozenset[str]:
    return frozenset(prompt.code for prompt in prompts())
