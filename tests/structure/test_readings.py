"""Another person's rows are opened in few places, each within somebody's request."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

CODE = Path(__file__).resolve().parents[2] / "recoveryapp"

OPENED_IN = {
    "open_reading": {
        "consent/shared_door.py",
        "consent/preview.py",
        "conversations/attachments.py",
        "review/actions/remarks.py",
    },
    "open_supporting": {"consent/shared_door.py", "consent/preview.py"},
    "reading_through": {"review/views/page.py", "review/views/sheets.py"},
    "own_reading": {"conversations/attachments.py", "review/views/sheets.py"},
    "OwnReading": {"consent/gate.py"},
    "Reading": {"consent/gate.py"},
    "SupporterReading": {"consent/gate.py"},
}
"""By the function or class that is called. A task is in no line: nothing that runs later opens a reading."""


def callers(name: str) -> Iterator[str]:
    for path in CODE.rglob("*.py"):
        calls = (node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call))
        called = {getattr(call.func, "id", getattr(call.func, "attr", "")) for call in calls}
        if name in called:
            yield path.relative_to(CODE).as_posix()


@pytest.mark.parametrize("name", OPENED_IN)
def test_a_reading_is_opened_where_the_list_says(name: str) -> None:
    assert set(callers(name)) == OPENED_IN[name]
