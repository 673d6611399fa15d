"""Finds the programs for the data, makes new data, or brings old data to the newer major version.

Each major version has its own directory (postgres/18), so that an upgrade is one rename at its end and the
old data stay where they were.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from deploy.local import postgres
from deploy.local.child import Child, Show, show_nothing
from deploy.local.home import Home
from deploy.local.postgres import Cluster
from deploy.local.postgres_programs import Programs, programs_on_this_machine
from deploy.local.say import Refusal, say, step

NO_PROGRAMS = """No PostgreSQL server was found. One of these helps:
  * install one (Debian, Ubuntu: apt-get install postgresql; macOS: brew install postgresql@18) and start again;
  * PGBIN=<folder that holds postgres and initdb>;
  * DATABASE_URL=postgresql://user:password@host/database for a server that runs already."""


@contextmanager
def database(
    home: Home, sockets: Path, *, durable: bool, pid_files: Path, show: Show = show_nothing
) -> Iterator[tuple[Cluster, Child]]:
    folder = home.shared("postgres")
    stored = newest_stored(folder)
    found = programs_on_this_machine()
    programs, upgrade_from = choose(found, stored, folder=folder)
    cluster = _cluster(programs, home, sockets, durable=durable)
    if upgrade_from:
        old = _cluster(upgrade_from, home, sockets, durable=durable)
        with step(
            f"Bringing the data from PostgreSQL {upgrade_from.major} to {programs.major}; the old stay in {old.data}"
        ):
            upgrade(old, cluster, pid_files=pid_files)
    elif not cluster.data.exists():
        create(cluster)
    with postgres.running(cluster, pid_files=pid_files, show=show) as server:
        yield cluster, server


def newest_stored(folder: Path) -> int | None:
    majors = [
        int(version.read_text())
        for version in folder.glob("[0-9]*/PG_VERSION")
        if version.parent.name.isdigit()
    ]
    return max(majors, default=None)


def choose(
    found: Sequence[Programs], stored: int | None, *, folder: Path
) -> tuple[Programs, Programs | None]:
    """The programs to run, and those to read older data with once."""
    if not found:
        raise Refusal(NO_PROGRAMS)
    best = found[0]
    if stored in (None, best.major):
        return best, None
    same = next((programs for programs in found if programs.major == stored), None)
    if not same:
        raise Refusal(_no_way(stored=stored or 0, best=best, folder=folder))
    if best.major > same.major:
        return best, same
    say(f"The data are of PostgreSQL {stored}: running {same.bin}, not {best.bin} ({best.version}).")
    return same, None


def create(cluster: Cluster) -> None:
    """Under another name first: a half-made cluster never looks like a whole one."""
    unfinished = _unfinished(cluster)
    postgres.create(cluster, unfinished)
    unfinished.rename(cluster.data)


def upgrade(old: Cluster, new: Cluster, *, pid_files: Path) -> None:
    """By dump and restore, which needs neither the same locale provider nor the same build options."""
    unfinished = replace(new, data=_unfinished(new))
    postgres.create(unfinished, unfinished.data)
    dump = new.home.private("upgrade") / "recoveryapp.dump"
    with postgres.running(old, pid_files=pid_files):
        new.run("pg_dump", "--format=custom", f"--file={dump}", *old.connection(database=postgres.NAME))
    with postgres.running(unfinished, pid_files=pid_files):
        new.run(
            "pg_restore",
            "--exit-on-error",
            "--single-transaction",
            *new.connection(database=postgres.NAME),
            dump,
        )
    dump.unlink()
    unfinished.data.rename(new.data)


def _cluster(programs: Programs, home: Home, sockets: Path, *, durable: bool) -> Cluster:
    if not home.can_enter(programs.bin / "postgres"):
        programs = _within_reach(programs, home)
    data = home.root / "postgres" / str(programs.major)
    return Cluster(programs=programs, data=data, sockets=sockets, home=home, durable=durable)


def _within_reach(programs: Programs, home: Home) -> Programs:
    if not programs.folders:
        raise Refusal(
            f"The account {home.account} runs the database and cannot run {programs.bin / 'postgres'}."
        )
    relative = str((programs.bin / "postgres").relative_to(programs.folders[0].resolve()))
    program = home.usable(programs.folders, program=relative, name=f"postgresql-{programs.version}")
    return replace(programs, bin=program.parent)


def _unfinished(cluster: Cluster) -> Path:
    return cluster.data.with_name(f"{cluster.data.name}.unfinished")


def _no_way(*, stored: int, best: Programs, folder: Path) -> str:
    upgrade = "It is then upgraded, and the old data are kept." if stored < best.major else ""
    return (
        f"The data in {folder} are of PostgreSQL {stored}; this machine has {best.version} ({best.bin}).\n"
        f"Nothing was changed. Install PostgreSQL {stored} beside it (Debian, Ubuntu: apt-get install "
        f"postgresql-{stored}) or set PGBIN to its programs, and start again. {upgrade}".rstrip()
    )
