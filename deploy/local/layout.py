"""Where things lie in the checkout."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
FRONTEND = ROOT / "frontend"


def data_dir() -> Path:
    return (ROOT / os.environ.get("DATA_DIR", "var")).resolve()


def make_data_dir() -> Path:
    """A directory we make lets other accounts pass through, so that the servers' account reaches its own part.

    What is private lies in directories and files of mode 0700 and 0600. One that exists is left as it is.
    """
    folder = data_dir()
    if not folder.exists():
        folder.mkdir(parents=True)
        folder.chmod(0o711)
    return folder
