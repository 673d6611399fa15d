import shutil
import subprocess
from pathlib import Path

import pytest

from deploy.local.home import Home, choose_home, servers_account
from deploy.local.say import Refusal
from deploy.local.site import show_nothing_as, site_in

pytestmark = pytest.mark.usefixtures("as_root")


@pytest.fixture
def closed(folder: Path) -> Path:
    """Where only root may look, as in /root."""
    made = folder / "closed"
    made.mkdir(mode=0o700)
    (made / "var").mkdir(mode=0o755)
    return made


def test_data_stay_where_they_are_when_the_servers_account_can_enter(folder: Path) -> None:
    assert choose_home(folder, shelter=folder / "shelter") == Home(folder, servers_account())
    assert not (folder / "shelter").exists()


def test_behind_a_closed_folder_data_go_to_the_shelter_and_nothing_is_opened(
    folder: Path, closed: Path
) -> None:
    home = choose_home(closed / "var", shelter=folder / "shelter")
    assert home.root.parent == folder / "shelter"
    assert home.can_use(home.root)
    assert (closed.stat().st_mode & 0o777, (closed / "var").stat().st_mode & 0o777) == (0o700, 0o755)


def test_each_data_folder_has_its_own_shelter_and_finds_it_again(folder: Path, closed: Path) -> None:
    (closed / "other").mkdir()
    first, again, other = (
        choose_home(closed / name, shelter=folder / "shelter").root for name in ("var", "var", "other")
    )
    assert first == again != other


def test_it_is_said_when_the_shelter_is_closed_too(closed: Path) -> None:
    with pytest.raises(Refusal, match="can enter neither"):
        choose_home(closed / "var", shelter=closed / "shelter")


def test_throw_away_data_behind_a_closed_folder_leave_nothing(closed: Path) -> None:
    with site_in(closed / "var", durable=False, show_as=show_nothing_as) as site:
        root = site.home.root
        assert site.home.can_use(root)
    assert not root.exists()


def test_programs_out_of_reach_are_copied_once_with_what_they_need(folder: Path, closed: Path) -> None:
    (closed / "package" / "bin").mkdir(parents=True)
    (closed / "package.libs").mkdir()
    (closed / "package.libs" / "libneeded.so").write_text("needed")
    program = closed / "package" / "bin" / "server"
    shutil.copy("/bin/true", program)
    home = Home(folder, servers_account())
    reached = home.within_reach(program, of=[closed / "package", closed / "package.libs"], name="server-1")
    assert reached == folder / "programs" / "server-1" / "package" / "bin" / "server"
    assert home.run([reached]).returncode == 0
    assert (folder / "programs" / "server-1" / "package.libs" / "libneeded.so").read_text() == "needed"
    program.unlink()
    assert home.within_reach(program, of=[closed / "package"], name="server-1") == reached


def test_servers_run_as_their_own_account(folder: Path) -> None:
    who = Home(folder, servers_account()).run(["id", "-un"]).stdout.strip()
    assert who == servers_account() != "root"
    assert subprocess.run(["id", "-un"], capture_output=True, text=True, check=True).stdout.strip() == "root"
