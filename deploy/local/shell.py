import os
import re
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from deploy.local.layout import ROOT
from deploy.local.say import Refusal

LONGEST_SECONDS = 900
SHOWN_LINES = 25
# What a tool printed -> what to do about it.
EXPLANATIONS = {
    r"No space left on device|ENOSPC": "The disk is full. Free some space and start again.",
    r"ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ECONNRESET|[Nn]ame resolution|dns error|NewConnectionError"
    r"|error sending request|Failed to fetch|[Rr]ead timed out|ProxyError": (
        "A package registry could not be reached. Check the network (and HTTPS_PROXY, where one is needed)\n"
        "and start again: what is already there is kept."
    ),
    r"EACCES|Permission denied": "A file here belongs to somebody else, perhaps from a start by root.",
    r"do not match the hashes|Hash mismatch|EINTEGRITY": (
        "A package is not the one the lock file names. Do not go on: tell the project."
    ),
}

Command = Sequence[str | Path]


class CommandFailed(Refusal):
    def __init__(self, command: Command, output: str) -> None:
        advice = [text for pattern, text in EXPLANATIONS.items() if re.search(pattern, output)]
        last = output.strip().splitlines()[-SHOWN_LINES:]
        super().__init__("\n".join([*last, f"Failed: {' '.join(map(str, command))}", *advice]))


def run_quietly(command: Command, *, cwd: Path = ROOT, env: Mapping[str, str] | None = None) -> str:
    """Its output; shown only when it fails."""
    try:
        done = subprocess.run(
            command,
            check=False,
            cwd=cwd,
            env={**os.environ, **(env or {})},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            timeout=LONGEST_SECONDS,
        )
    except subprocess.TimeoutExpired as error:
        raise CommandFailed(command, f"No end after {LONGEST_SECONDS} s.") from error
    except OSError as error:
        raise CommandFailed(command, str(error)) from error
    if done.returncode != 0:
        raise CommandFailed(command, done.stdout)
    return done.stdout


def run_shown(command: Command, *, cwd: Path = ROOT, env: Mapping[str, str] | None = None) -> None:
    done = subprocess.run(command, check=False, cwd=cwd, env={**os.environ, **(env or {})})
    if done.returncode != 0:
        raise Refusal(f"Failed: {' '.join(map(str, command))}")
