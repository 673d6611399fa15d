"""Where things lie in the checkout."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
FRONTEND = ROOT / "frontend"


def data_dir() -> Path:
    """DATA_DIR, by default `var` in the checkout; made when missing, for the owner alone.

    The servers' account passes through one that root makes, to its own part: what is secret beside that has a
    mode of its own. One that exists stays as it is.
    """
    folder = (ROOT / os.environ.get("DATA_DIR", "var")).resolve()
    if not folder.exists():
        folder.mkdir(parents=True)
        folder.chmod(0o711 if os.geteuid() == 0 else 0o700)
    return folder
