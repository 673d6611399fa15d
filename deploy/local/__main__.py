import os
import sys

OLDEST, NEWEST = (3, 11), (3, 13)
WRONG_PYTHON = (
    "Python 3.11, 3.12 or 3.13 is needed, and {} is {}.{}. Name another: make run PYTHON=python3.12"
)


def main() -> None:
    if not OLDEST <= sys.version_info[:2] <= NEWEST:
        sys.exit(WRONG_PYTHON.format(sys.executable, *sys.version_info[:2]))
    # Only now, for an older Python cannot even read these.
    from deploy.local.commands import COMMANDS  # noqa: PLC0415
    from deploy.local.say import Refusal  # noqa: PLC0415

    # What is compiled is kept beside it: without that, each process spends seconds on it at every start.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    command = COMMANDS.get(" ".join(sys.argv[1:]) or "help")
    if not command:
        sys.exit("There is no such command. Try: make help")
    try:
        command()
    except Refusal as refusal:
        sys.exit(f"\n{refusal}")
    except KeyboardInterrupt:
        sys.exit("\nStopped.")


main()
