"""Everything, in about two minutes. `python -m deploy.proof [seconds of load]`"""

import os
import re
import shutil
import sys
import tempfile
import time
from pathlib import Path

from deploy.local.layout import FRONTEND
from deploy.local.say import Refusal, say, step
from deploy.proof import declared, image, load, stack
from deploy.proof.tools import prepare_tools

OLD_PART = "_app/immutable/chunks/of-the-last-release.js"


def main() -> int:
    prepare_tools()
    with step("docker-compose.yml against the Compose specification"):
        declared.demand_compose_is_valid()
    with step("deploy/kubernetes against the schemas of Kubernetes 1.37"):
        say(f"  {declared.demand_manifests_are_valid()} manifests")
    folder = Path(tempfile.mkdtemp(prefix="proof-"))
    folder.chmod(0o711)
    try:
        built = image.build(_made(folder / "image"))
        image_of_proxy = _made(folder / "image" / "etc" / "caddy") / "Caddyfile"
        shutil.copy(Path(__file__).parents[1] / "Caddyfile", image_of_proxy)
        with stack.running(built, _made(folder / "run")) as running:
            prove(running, seconds=float(sys.argv[1]) if len(sys.argv) > 1 else 20)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    say("Everything holds.")
    return 0


def prove(running: stack.Stack, *, seconds: float) -> None:
    sessions = running.people()
    prove_parts(running)
    with step("People read and write while each web process is replaced and workers and beats are killed"):
        with load.people_using(running.port, running.ca, sessions) as seen:
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
    _demand(seen.lost == 0, f"{seen.lost} requests were lost")
    _demand(set(seen.answers) <= {200, 201}, f"answers {dict(seen.answers)}")
    gone = load.missing(running.port, running.ca, seen)
    _demand(not gone, f"{len(gone)} of {len(seen.stored)} check-ins are not there")
    say(f"  all {len(seen.stored)} check-ins that were taken are there")
    prove_reminders(running, count=len(sessions))
    prove_no_writes(running)


def prove_parts(running: stack.Stack) -> None:
    """Of this release, of an earlier one, and one that never was."""
    phone = load.Phone(running.port, running.ca, "nobody")
    old = running.folder / "chunks" / OLD_PART
    old.write_text("export {}")
    some = next((FRONTEND / "build" / "_app" / "immutable" / "entry").glob("*.js"))
    found = [phone.ask("GET", f"/{path}")[0] for path in (f"_app/immutable/entry/{some.name}", OLD_PART)]
    _demand(found == [200, 200], f"parts of this and the last release: {found}")
    _demand(phone.ask("GET", "/_app/immutable/nothing.js")[0] == 404, "a part that never was")
    _demand(phone.ask("GET", "/health/metrics")[0] == 404, "figures are seen from outside")
    status, page = phone.ask("GET", "/")
    _demand(status == 200 and bool(re.search(rb"<html", page)), "the app's page")
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
