"""Something that happens in the middle of an answer."""

from collections.abc import Callable
from typing import Any

import pytest


def before(patch: pytest.MonkeyPatch, module: Any, name: str, happens: Callable[[], object]) -> None:
    """When `module.name` is called, `happens` first."""
    original = getattr(module, name)

    def and_then(*args: Any, **kwargs: Any) -> Any:
        happens()
        return original(*args, **kwargs)

    patch.setattr(module, name, and_then)
