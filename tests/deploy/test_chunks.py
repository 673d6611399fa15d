import time
from pathlib import Path

from deploy import chunks

DAY = 86_400.0
PART = Path("_app/immutable/chunks")


def part(folder: Path, name: str) -> Path:
    file = folder / PART / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(name)
    return file


def test_parts_of_an_earlier_release_are_there_for_thirty_days(folder: Path) -> None:
    build, kept = folder / "build", folder / "kept"
    now = time.time()
    old = part(build, "a.js")
    chunks.keep(build, kept, now=now)
    old.unlink()
    part(build, "b.js")
    chunks.keep(build, kept, now=now + 29 * DAY)
    assert {file.name for file in kept.rglob("*.js")} == {"a.js", "b.js"}
    chunks.keep(build, kept, now=now + 31 * DAY)
    assert {file.name for file in kept.rglob("*.js")} == {"b.js"}


def test_a_part_that_is_still_in_use_stays_however_old(folder: Path) -> None:
    build, kept = folder / "build", folder / "kept"
    now = time.time()
    part(build, "a.js")
    for day in (0, 20, 40, 60):
        chunks.keep(build, kept, now=now + day * DAY)
    assert (kept / PART / "a.js").read_text() == "a.js"


def test_others_may_read_what_is_kept_and_nothing_unfinished_is_left(folder: Path) -> None:
    part(folder / "build", "a.js").chmod(0o600)
    chunks.keep(folder / "build", folder / "kept")
    (file,) = (file for file in (folder / "kept").rglob("*") if file.is_file())
    assert file.stat().st_mode & 0o777 == 0o644
