"""The page of limits says what the code does."""

import importlib
import re
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps

from tests.security.test_documents import DOCS

LINES = re.findall(
    r"^\| (.+?) \| (.+?) \| `([\w.]+?)(?:\[\"(\w+)\"\])?` \|$", (DOCS / "limits.md").read_text(), re.MULTILINE
)
UNITS = {
    "second": timedelta(seconds=1),
    "minute": timedelta(minutes=1),
    "hour": timedelta(hours=1),
    "day": timedelta(days=1),
}


def constant(path: str, key: str) -> Any:
    module, _, name = path.rpartition(".")
    found = getattr(importlib.import_module(f"recoveryapp.{module}"), name)
    return found[key] if key else found


def said(text: str) -> tuple[int, timedelta]:
    """The figure, and the time that it stands for where a unit follows."""
    figure, unit = re.search(r"(\d+)(?: (second|minute|hour|day)s?)?", text).groups()  # type: ignore[union-attr]
    return int(figure), int(figure) * UNITS.get(unit or "", timedelta(0))


def test_there_are_limits_on_the_page() -> None:
    assert len(LINES) >= 15


@pytest.mark.parametrize(("what", "text", "path", "key"), LINES, ids=[line[0] for line in LINES])
def test_each_limit_is_the_one_in_the_code(what: str, text: str, path: str, key: str) -> None:
    figure, time = said(text)
    assert constant(path, key) in {figure, time} - {timedelta(0)}


def test_each_constraint_has_a_name_in_words() -> None:
    """Django's own names, made of letters and a digest, would tell nobody what is wrong."""
    names = [
        constraint.name
        for model in apps.get_models()
        if model.__module__.startswith("recoveryapp.")
        for constraint in model._meta.constraints
    ]
    assert len(names) > 50
    assert [name for name in names if not re.fullmatch(r"[a-z]+(_[a-z0-9]+)+", name)] == []
