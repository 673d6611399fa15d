"""Stands in for `docker compose` and `docker`, so that the scripts of deploy/ run as they are.

`exec` in the database's container runs the database's own programs; everything else is asked of the process
that holds the stack, over a socket. Reads from the environment what it needs to know.
"""

import os
import socket
import sys


def main(words: list[str]) -> int:
    if words[:3] == ["exec", "-T", "postgres"]:
        return _in_postgres(words[3:])
    with socket.socket(socket.AF_UNIX) as connection:
        connection.connect(os.environ["PROOF_SOCKET"])
        connection.sendall("\0".join(words).encode() + b"\n")
        with connection.makefile() as answer:
            code, *lines = answer.read().split("\n")
    sys.stdout.write("\n".join(lines))
    return int(code)


def _in_postgres(words: list[str]) -> int:
    name, *rest = words
    program = os.path.join(os.environ["PROOF_PGBIN"], name)  # noqa: PTH118 - starts in milliseconds
    ours = [word for word in rest if not word.startswith("--username=")]
    os.execv(program, [program, f"--host={os.environ['PROOF_PGHOST']}", "--username=postgres", *ours])  # noqa: S606


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
