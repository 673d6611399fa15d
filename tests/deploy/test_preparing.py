import sys
from pathlib import Path
from threading import Thread

import pytest

from deploy.local import browser, stamp
from deploy.local.checkout import one_at_a_time
from deploy.local.frontend import find_node
from deploy.local.say import Refusal
from deploy.local.shell import CommandFailed, run_quietly


def test_a_stamp_holds_until_a_name_or_a_content_changes(folder: Path) -> None:
    source = folder / "app.css"
    source.write_text("one")
    before = stamp.digest([source])
    stamp.write(folder / "stamp", before)
    assert stamp.matches(folder / "stamp", stamp.digest([source]))
    source.write_text("two")
    assert not stamp.matches(folder / "stamp", stamp.digest([source]))
    source.write_text("one")
    assert not stamp.matches(folder / "stamp", stamp.digest([source.rename(folder / "base.css")]))


def test_nothing_matches_a_stamp_that_is_not_there(folder: Path) -> None:
    assert not stamp.matches(folder / "stamp", "anything")


@pytest.mark.parametrize(
    ("printed", "advice"),
    [
        ("OSError: [Errno 28] No space left on device", "The disk is full"),
        ("npm error code EAI_AGAIN", "registry could not be reached"),
        ("error: Failed to fetch: `x`", "registry could not be reached"),
        (
            "THESE PACKAGES DO NOT MATCH THE HASHES; do not match the hashes",
            "not the one the lock file names",
        ),
    ],
)
def test_a_failed_step_shows_what_was_printed_and_what_helps(printed: str, advice: str) -> None:
    with pytest.raises(CommandFailed) as failed:
        run_quietly([sys.executable, "-c", f"import sys; print({printed!r}); sys.exit(3)"])
    assert printed in str(failed.value)
    assert advice in str(failed.value)


def test_a_missing_program_is_said_plainly() -> None:
    with pytest.raises(CommandFailed, match="No such file"):
        run_quietly(["/nowhere/at/all"])


def test_without_a_browser_an_ordinary_user_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    with pytest.raises(Refusal, match="apt-get install chromium"):
        browser.find_browser()


def program(folder: Path, name: str, says: str) -> None:
    file = folder / name
    file.write_text(f"#!/bin/sh\necho {says}\n")
    file.chmod(0o755)


@pytest.mark.parametrize(("version", "machines"), [("v22.17.0", True), ("v24.1.0", True), ("v22.9.0", False)])
def test_an_old_node_is_left_for_the_one_in_the_package(
    version: str, machines: bool, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program(folder, "node", version)
    program(folder, "npm", "11.0.0")
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")
    assert (find_node().npm == ("npm",)) == machines


def test_two_commands_prepare_the_checkout_one_after_the_other(capsys: pytest.CaptureFixture[str]) -> None:
    done: list[str] = []

    def other_command() -> None:
        with one_at_a_time():
            done.append("second")

    with one_at_a_time():
        other = Thread(target=other_command)
        other.start()
        other.join(0.2)
        done.append("first")
    other.join(10)
    assert done == ["first", "second"]
    assert "Waiting for another command" in capsys.readouterr().out
