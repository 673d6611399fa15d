"""An hour of mixed load, workers killed, PostgreSQL cut off: python -m deploy.proof.soak [MINUTES]

Seven requests in ten read. What does not come back is sent again, as the app's outbox does; then nothing that
was taken may be missing, and what the processes hold may not grow by more than a twentieth.
"""

import sys
import tempfile
import time
from pathlib import Path
from signal import SIGQUIT

from deploy.local.child import Child
from deploy.local.descent import descendants
from deploy.local.say import Refusal, say, step
from deploy.proof import image, load, stack
from deploy.proof.__main__ import lay_out
from deploy.proof.tools import prepare_tools

WARM_UP = 0.2
"""Of the time; what processes hold is compared from then on."""
MOST_GROWTH = 0.05
KILL_EACH, CUT_EACH = 30.0, 600.0


def main(minutes: float) -> None:
    prepare_tools()
    with tempfile.TemporaryDirectory(prefix="soak-") as name:
        folder = Path(name)
        folder.chmod(0o711)
        built = image.build(lay_out(folder))
        run = folder / "run"
        run.mkdir(mode=0o755)
        with stack.running(built, run) as running:
            soak(running, seconds=minutes * 60)


def soak(running: stack.Stack, *, seconds: float) -> None:
    sessions = running.people()
    begun, kills, cuts, before = time.monotonic(), 0, 0, 0.0
    with (
        step(f"{seconds / 60:g} minutes of mixed load"),
        load.people_using(running.port, running.ca, sessions, is_patient=True) as seen,
    ):
        while (passed := time.monotonic() - begun) < seconds:
            time.sleep(1)
            if passed > (kills + 1) * min(KILL_EACH, seconds / 4):
                kills += 1
                name = f"worker-{1 + kills % 2}"
                running.kill(name)
                running.start(name)
            if passed > (cuts + 1) * min(CUT_EACH, seconds / 3):
                cuts += 1
                cut_off_database(running)
            if not before and passed > seconds * WARM_UP:
                before = memory_mib(running)
        after = memory_mib(running)
    gone = load.missing(running.port, running.ca, seen)
    say(f"  {dict(seen.answers)} answers, broken off {dict(seen.broken)}, p95 {seen.p95 * 1000:.0f} ms")
    say(f"  {kills} workers killed, PostgreSQL cut off {cuts} times, {len(seen.stored)} writes taken")
    say(f"  {len(gone)} writes lost; web processes held {before:.0f} MiB and hold {after:.0f} MiB")
    if seen.foreign:
        raise Refusal(f"Answers held somebody else's words: {dict(seen.foreign)}")
    if gone or after > before * (1 + MOST_GROWTH):
        raise Refusal("The soak did not hold.")


def cut_off_database(running: stack.Stack) -> None:
    """As a power cut does; it comes back with what was committed."""
    server = running.database
    server._process.send_signal(SIGQUIT)  # noqa: SLF001 - no stop in good order
    server.stop()
    running.database = Child(server.spec, pid_files=running.site.pid_files)


def memory_mib(running: stack.Stack) -> float:
    """Of the web processes, which live as long as the run; what they share counts once."""
    masters = [child.pid for name, child in running.children.items() if name.startswith("web")]
    return sum(_pss_kib(pid) for master in masters for pid in [master, *descendants(master)]) / 1024


def _pss_kib(pid: int) -> int:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))


if __name__ == "__main__":
    try:
        main(float(sys.argv[1]) if len(sys.argv) > 1 else 60)
    except Refusal as refusal:
        sys.exit(str(refusal))
