"""What each screen of the built app needs: named in the page that starts there, all of it comes at once.

Without that a phone finds one piece in another, and waits once for each.
"""

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Self


@dataclass(frozen=True)
class Screen:
    address: re.Pattern[str]
    files: tuple[str, ...]
    words: tuple[str, ...]


@dataclass(frozen=True)
class Ahead:
    """`words` names the file of each catalogue, by language and then by its own name."""

    screens: tuple[Screen, ...] = ()
    words: dict[str, dict[str, str]] | None = None

    @classmethod
    def of(cls, build: Path) -> Self:
        """As scripts/ahead-file.js wrote it; nothing where there is no such file."""
        file = build / "ahead.json"
        if not file.is_file():
            return cls()
        found = json.loads(file.read_text(encoding="utf-8"))
        screens = (
            Screen(re.compile(one["pattern"]), tuple(one["files"]), tuple(one["words"]))
            for one in found["screens"]
        )
        return cls(tuple(screens), found["words"])

    def screen_at(self, path: str) -> Screen | None:
        return next((screen for screen in self.screens if screen.address.match(path)), None)

    def links(self, screen: Screen, language: str, *, beside: str) -> str:
        """In HTML, without what the page itself names. In English, what every screen says is in the app."""
        spoken = (self.words or {}).get(language, {})
        names = screen.words if language == "en" else ("common", "errors", *screen.words)
        files = (*screen.files, *(spoken[name] for name in names if name in spoken))
        return "".join(_link(file) for file in files if file not in beside)


def _link(file: str) -> str:
    if file.endswith(".css"):
        return f'<link rel="stylesheet" href="/{file}">'
    return f'<link rel="modulepreload" href="/{file}">'
