"""tether.py PARENT SIGNAL ACCOUNT COMMAND...: becomes COMMAND, and gets SIGNAL when the process PARENT ends.

ACCOUNT, when not empty, is the user to become first. This is a program of its own because neither is
safe to do between fork and exec in a process that has threads.
"""

import os
import pwd
import signal
import sys

try:
    import ctypes
except ImportError:  # a Python built without it: leftovers.py ends what remains at the next start
    ctypes = None  # type: ignore[assignment]

PR_SET_PDEATHSIG = 1


def become(account: str) -> None:
    entry = pwd.getpwnam(account)
    os.initgroups(account, entry.pw_gid)
    os.setgid(entry.pw_gid)
    os.setuid(entry.pw_uid)


def end_with(parent: int, number: int) -> None:
    """Linux only. Comes after `become`, for a change of user clears it."""
    if ctypes and sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, number)
    if os.getppid() != parent:
        sys.exit("The process that started this one has ended already.")


def main(parent: str, number: str, account: str, *command: str) -> None:
    os.setsid()
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    if account:
        become(account)
    end_with(int(parent), int(number))
    try:
        os.execvp(command[0], command)  # noqa: S606 - no shell is wanted
    except OSError as error:
        sys.exit(f"{command[0]}: {error.strerror}")


if __name__ == "__main__":
    main(*sys.argv[1:])
