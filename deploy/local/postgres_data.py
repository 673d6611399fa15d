"""Finds the programs for the data, makes new data, or brings old data to a newer major version.

Each major version has its own folder (postgres/18), so that an upgrade ends with one rename and the old data
stay where they were.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from deploy.local import postgres
from deploy.local.child import Child
from deploy.local.postgres import Cluster
from deploy.local.postgres_programs import Programs, programs_on_this_machine
from deploy.local.say import Refusal, say, step
from deploy.local.site import Site

NO_PROGRAMS = """No PostgreSQL server was found. One of these helps:
  * install one and start again (Debian, Ubuntu: apt-get install postgresql; macOS: brew install postgresql);
  * PGBIN=<folder that holds postgres and initdb>;
  * DATABASE_URL=postgresql://user:password@host/database for a server that runs already."""


@contextmanager
def database(site: Site) -> Iterator[tuple[str, Child]]:
    """Its address and its server."""
    folder = site.home.shared("postgres")
    programs, programs_of_stored = choose(programs_on_this_machine(), newest_stored(folder), folder=folder)
    cluster = _cluster(site, programs)
    if programs_of_stored:
        _upgrade(_cluster(site, programs_of_stored), cluster)
    elif not cluster.data.exists():
        _create(cluster)
    with postgres.running(cluster) as server:
        yield cluster.url, server


def newest_stored(folder: Path) -> int | None:
    versions = (path for path in folder.glob("*/PG_VERSION") if path.parent.name.isdigit())
    return max((int(path.read_text()) for path in versions), default=None)


def choose(
    found: Sequence[Programs], stored: int | None, *, folder: Path
) -> tuple[Programs, Programs | None]:
    """The programs to run, and where the stored data are older, those that read them."""
    if not found:
        raise Refusal(NO_PROGRAMS)
    best = found[0]
    if stored is None or stored == best.major:
        return best, None
    same = next((programs for programs in found if programs.major == stored), None)
    if not same:
        raise Refusal(_no_way(stored=stored, best=best, folder=folder))
    if best.major > stored:
        return best, same
    say(f"The data are of PostgreSQL {stored}, so {same.bin} runs them, not {best.bin} ({best.version}).")
    return same, None


def _cluster(site: Site, programs: Programs) -> Cluster:
    name = f"postgresql-{programs.version}"
    server = site.home.within_reach(programs.bin / "postgres", of=programs.folders, name=name)
    data = site.home.root / "postgres" / str(programs.major)
    return Cluster(site=site, programs=replace(programs, bin=server.parent), data=data)


def _create(cluster: Cluster) -> None:
    unfinished = _unfinished(cluster)
    postgres.create(unfinished)
    unfinished.data.rename(cluster.data)


def _upgrade(old: Cluster, new: Cluster) -> None:
    """By dump and restore, which asks for neither the same locale provider nor the same build options."""
    versions = f"from PostgreSQL {old.programs.major} to {new.programs.major}"
    with step(f"Bringing the data {versions} (the old ones stay in {old.data})"):
        dump = new.site.home.private("upgrade") / "recoveryapp.dump"
        with postgres.running(old):
            new.run("pg_dump", "--format=custom", f"--file={dump}", *old.connection(database=postgres.NAME))
        unfinished = _unfinished(new)
        postgres.create(unfinished)
        with postgres.running(unfinished):
            whole_or_not = ["--exit-on-error", "--single-transaction"]
            new.run("pg_restore", *whole_or_not, *new.connection(database=postgres.NAME), dump)
        unfinished.data.rename(new.data)
        dump.unlink()


def _unfinished(cluster: Cluster) -> Cluster:
    """Under another name until it is whole."""
    return replace(cluster, data=cluster.data.with_name(f"{cluster.data.name}.unfinished"))


def _no_way(*, stored: int, best: Programs, folder: Path) -> str:
    then = (
        " They are then brought to the newer version, and the old ones kept." if stored < best.major else ""
    )
    return (
        f"The data in {folder} are of PostgreSQL {stored}; this machine has {best.version} ({best.bin}).\n"
        f"Nothing was changed. Install PostgreSQL {stored} as well (Debian, Ubuntu: apt-get install\n"
        f"postgresql-{stored}), or set PGBIN to the folder of its programs, and start again.{then}"
    )
