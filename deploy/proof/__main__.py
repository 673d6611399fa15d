"""Everything, in about two minutes. `python -m deploy.proof [seconds of load]`"""

import os
import re
import shutil
import sys
import tempfile
import time
from http import HTTPStatus
from pathlib import Path

from deploy.local.layout import FRONTEND, ROOT
from deploy.local.say import Refusal, say, step
from deploy.proof import declared, image, load, rules, stack
from deploy.proof.careless import careless_people
from deploy.proof.day_two import find_age, prove_day_two
from deploy.proof.tools import prepare_tools

CADDYFILE = Path(__file__).parents[1] / "Caddyfile"
BUILT = (FRONTEND / "build").relative_to(ROOT)
OLD_PART = "_app/immutable/chunks/of-the-last-release.js"


def main() -> int:
    prepare_tools()
    with step("docker-compose.yml against the Compose specification"):
        declared.demand_compose_is_valid()
    with step("deploy/kubernetes against the schemas of Kubernetes 1.37"):
        say(f"  {declared.demand_manifests_are_valid()} manifests")
    with step("deploy/monitoring by Prometheus's own promtool"):
        rules.demand_rules_call()
    find_age()  # before two minutes have gone
    folder = Path(tempfile.mkdtemp(prefix="proof-"))
    folder.chmod(0o711)
    try:
        built = image.build(lay_out(folder))
        with stack.running(built, _made(folder / "run")) as running:
            prove(running, seconds=float(sys.argv[1]) if len(sys.argv) > 1 else 20)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    say("Everything holds.")
    return 0


def lay_out(folder: Path) -> Path:
    """A root for the image, with the proxy's file where its image has it."""
    root = _made(folder / "image")
    shutil.copy(CADDYFILE, _made(root / "etc" / "caddy") / CADDYFILE.name)
    return root


def prove(running: stack.Stack, *, seconds: float) -> None:
    sessions = running.people()
    prove_parts(running)
    with (
        step("People read and write, and others send what nobody may, while processes are replaced"),
        careless_people(running.port, running.ca) as met,
        load.people_using(running.port, running.ca, sessions) as seen,
    ):
        for name in ("web-1", "web-2"):
            time.sleep(seconds / 4)
            running.stop(name)
            running.start(name)
            running.wait_until_healthy(name)
        for name in ("worker-1", "beat-1"):
            running.kill(name)
            running.start(name)
        time.sleep(seconds / 4)
    say(f"  {dict(seen.answers)} answers, p95 {seen.p95 * 1000:.0f} ms, broken off: {dict(seen.broken)}")
    _demand(not seen.foreign, f"answers with somebody else's words: {dict(seen.foreign)}")
    _demand(seen.lost == 0, f"{seen.lost} requests were lost: {seen.in_vain}")
    say(f"  the others were answered {dict(met)}")
    _demand(set(met) <= {"403", "413", "cut"}, f"the others were answered {dict(met)}")
    _demand(set(seen.answers) <= {200, 201}, f"answers {dict(seen.answers)}")
    gone = load.missing(running.port, running.ca, seen)
    _demand(not gone, f"{len(gone)} of {len(seen.stored)} check-ins are not there")
    say(f"  all {len(seen.stored)} check-ins that were taken are there")
    prove_reminders(running, count=len(sessions))
    prove_no_writes(running)
    prove_day_two(running, sessions)


def prove_parts(running: stack.Stack) -> None:
    """Of this release, of an earlier one, and one that never was."""
    phone = load.Phone(running.port, running.ca, "nobody")
    old = running.folder / "chunks" / OLD_PART
    old.write_text("export {}")
    some = next((running.image.folder / BUILT / "_app" / "immutable" / "entry").glob("*.js"))
    wanted = {
        f"/_app/immutable/entry/{some.name}": HTTPStatus.OK,
        f"/{OLD_PART}": HTTPStatus.OK,
        "/_app/immutable/nothing.js": HTTPStatus.NOT_FOUND,
        "/health/metrics": HTTPStatus.NOT_FOUND,
    }
    for path, code in wanted.items():
        found, _ = phone.ask("GET", path)
        _demand(found == code, f"{path} answered {found}, not {code.value}")
    status, page = phone.ask("GET", "/")
    _demand(status == HTTPStatus.OK and bool(re.search(rb"<html", page)), "the app's page")
    say("  parts of this release and of the last one are served, figures are not")


def prove_reminders(running: stack.Stack, *, count: int) -> None:
    """Due once, two beats, two workers, one of each killed: shown once."""
    until = time.monotonic() + 120
    while (ends := running.people("ends")) != {"sent": count, "notices": count}:
        _demand(time.monotonic() < until, f"reminders ended as {ends}")
        time.sleep(1)
    say(f"  {count} reminders that were due were each shown once")


def prove_no_writes(running: stack.Stack) -> None:
    if os.geteuid() == 0:
        writable = running.run("web", ["sh", "-c", f"find {running.image.folder} -writable | head -1"])
        _demand(not writable.strip(), f"the app could write to {writable}")
        say("  the account that runs the app can write to nothing of it")


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True)
    for part in (folder, folder.parent):
        part.chmod(0o755)
    return folder


def _demand(holds: bool, otherwise: str) -> None:
    if not holds:
        raise Refusal(otherwise)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Refusal as refusal:
        sys.exit(f"NOT PROVEN: {refusal}")
