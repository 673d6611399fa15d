"""tether.py PARENT SIGNAL ACCOUNT COMMAND...: becomes COMMAND, which gets SIGNAL when the process PARENT ends.

ACCOUNT, when not empty, is the user to become first. This is a program of its own because neither is
safe to do between fork and exec of a process that has threads.
"""

import os
import pwd
import signal
import sys

PR_SET_PDEATHSIG = 1


def become(account: str) -> None:
    entry = pwd.getpwnam(account)
    os.initgroups(account, entry.pw_gid)
    os.setgid(entry.pw_gid)
    os.setuid(entry.pw_uid)


def die_with(parent: int, number: int) -> None:
    """Linux only; elsewhere the next start ends what was left (see leftovers.py)."""
    if sys.platform == "linux":
        try:
            import ctypes
        except ImportError:
            return
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, number)
    if os.getppid() != parent:
        sys.exit("the parent has gone already")


def main(parent: str, number: str, account: str, *command: str) -> None:
    os.setsid()
    for ignored in (signal.SIGINT, signal.SIGPIPE):
        signal.signal(ignored, signal.SIG_DFL)
    if account:
        become(account)
    die_with(int(parent), int(number))
    try:
        os.execvp(command[0], command)
    except OSError as error:
        sys.exit(f"{command[0]}: {error.strerror}")


if __name__ == "__main__":
    main(*sys.argv[1:])
