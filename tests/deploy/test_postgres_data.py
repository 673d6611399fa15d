import subprocess
from pathlib import Path

import psycopg
import pytest

from deploy.local.home import servers_account
from deploy.local.leftovers import command_line
from deploy.local.postgres import disarm_reused_number
from deploy.local.postgres_data import choose, newest_stored
from deploy.local.postgres_programs import Programs, programs_on_this_machine
from deploy.local.say import Refusal
from deploy.local.services import local_services
from tests.deploy.servers import rows, wait_until, write_row

NEW = Programs(Path("/new/bin"), "18.6")
OLD = Programs(Path("/old/bin"), "15.18")
DATA = Path("/data/postgres")


def test_new_data_are_made_by_the_first_choice() -> None:
    assert choose([NEW, OLD], None, folder=DATA) == (NEW, None)


def test_data_of_the_same_version_are_run_as_they_are() -> None:
    assert choose([NEW, OLD], 18, folder=DATA) == (NEW, None)


def test_older_data_are_upgraded_with_the_programs_that_read_them() -> None:
    assert choose([NEW, OLD], 15, folder=DATA) == (NEW, OLD)


def test_newer_data_are_run_by_their_own_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert choose([OLD, NEW], 18, folder=DATA) == (NEW, None)
    assert "The data are of PostgreSQL 18, so /new/bin runs them" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("stored", "found", "then"), [(15, NEW, "then brought to the newer version"), (18, OLD, "")]
)
def test_data_no_program_reads_are_left_alone_and_it_is_said_what_helps(
    stored: int, found: Programs, then: str
) -> None:
    with pytest.raises(Refusal) as refused:
        choose([found], stored, folder=DATA)
    assert "Nothing was changed." in str(refused.value)
    assert f"postgresql-{stored}" in str(refused.value)
    assert then in str(refused.value)


def test_without_any_programs_it_is_said_what_helps() -> None:
    with pytest.raises(Refusal, match="No PostgreSQL server was found"):
        choose([], None, folder=DATA)


def test_a_named_folder_without_a_server_is_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGBIN", str(folder))
    with pytest.raises(Refusal, match="PGBIN"):
        programs_on_this_machine()


def test_real_data_of_an_older_server_are_upgraded_and_kept(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    newest, *others = programs_on_this_machine()
    older = next((programs for programs in others if programs.major < newest.major), None)
    if not older:
        pytest.skip("this machine has one version of PostgreSQL")
    with monkeypatch.context() as patch:
        patch.setenv("PGBIN", str(older.bin))
        with local_services(folder) as env:
            write_row(env, "written long ago: crème brûlée")
    with local_services(folder) as env:
        assert rows(env) == ["written long ago: crème brûlée"]
        with psycopg.connect(env["DATABASE_URL"]) as connection:
            assert connection.info.server_version // 10_000 == newest.major
            assert connection.execute(
                "SELECT tableowner FROM pg_tables WHERE tablename = 'kept'"
            ).fetchone() == ("recoveryapp",)
    assert (folder / "postgres" / str(older.major) / "PG_VERSION").exists()


def test_half_made_data_are_made_again(folder: Path) -> None:
    major = programs_on_this_machine()[0].major
    half = folder / "postgres" / f"{major}.unfinished"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text(f"{major}\n")
    assert newest_stored(folder / "postgres") is None
    with local_services(folder) as env:
        write_row(env, "whole")
    assert newest_stored(folder / "postgres") == major


def test_a_lock_left_by_a_power_cut_whose_number_is_reused_does_not_stop_the_start(folder: Path) -> None:
    with local_services(folder) as env:
        write_row(env, "before the power cut")
        lock = next((folder / "postgres").glob("*/postmaster.pid"))
        _, *rest = lock.read_text().splitlines(keepends=True)
    reused = subprocess.Popen(["sleep", "600"], user=servers_account() or None)
    lock.write_text("".join([f"{reused.pid}\n", *rest]))
    with local_services(folder) as env:
        assert rows(env) == ["before the power cut"]
    assert reused.poll() is None
    reused.kill()
    reused.wait()


def test_a_server_started_by_hand_on_the_data_is_left_alone(folder: Path) -> None:
    data = folder / "postgres" / "18"
    by_hand = subprocess.Popen(["bash", "-c", 'exec -a "postgres -D $0" sleep 600', data])
    (folder / "postmaster.pid").write_text(f"{by_hand.pid}\n{data}\n")
    wait_until(lambda: "postgres" in command_line(by_hand.pid))
    with pytest.raises(Refusal, match=rf"not started from here \(process {by_hand.pid}\)"):
        disarm_reused_number(folder / "postmaster.pid")
    assert by_hand.poll() is None
    by_hand.kill()
    by_hand.wait()
