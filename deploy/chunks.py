"""Keeps the parts of the front end of this release beside those of earlier ones, for the proxy to serve.

A phone that opened the app before an upgrade asks for parts by names that the new release no longer has.
"""

import os
import shutil
import time
from datetime import timedelta
from pathlib import Path

KEPT = timedelta(days=30)
"""After the last release that had it."""
PARTS = Path("_app", "immutable")


def keep(build: Path, kept: Path, *, now: float | None = None) -> None:
    """Adds what is new, marks what is still in use, and forgets what no release has had for `KEPT`."""
    moment = time.time() if now is None else now
    for source in sorted((build / PARTS).rglob("*")):
        if source.is_file():
            _add(source, kept / source.relative_to(build), moment)
    for file in list(kept.rglob("*")):
        if file.is_file() and file.stat().st_mtime < moment - KEPT.total_seconds():
            file.unlink()


def _add(source: Path, target: Path, moment: float) -> None:
    """Whole or not at all: the proxy, which is another account, may ask for it at this moment."""
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        unfinished = target.with_name(f".{target.name}.unfinished")
        shutil.copyfile(source, unfinished)
        unfinished.chmod(0o644)
        unfinished.rename(target)
    os.utime(target, (moment, moment))
