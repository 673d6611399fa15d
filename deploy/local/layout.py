"""Where things lie in the checkout."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
FRONTEND = ROOT / "frontend"


def data_dir() -> Path:
    """DATA_DIR, by default `var` in the checkout; made when missing.

    Others may pass through one that we make, so that the servers' account reaches its own part; what is
    secret in it has mode 0600 or 0700. One that exists stays as it is.
    """
    folder = (ROOT / os.environ.get("DATA_DIR", "var")).resolve()
    if not folder.exists():
        folder.mkdir(parents=True)
        folder.chmod(0o711)
    return folder
