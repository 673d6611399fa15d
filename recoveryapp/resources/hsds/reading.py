"""Opens a directory in any of its forms: JSON, CSV tables, a folder or a zip archive of either."""

from pathlib import Path

from recoveryapp.resources.hsds import json_pages, tables
from recoveryapp.resources.hsds.boxes import open_box
from recoveryapp.resources.hsds.document import Document, FileRefused


def read_document(path: Path) -> Document:
    """Looks through everything once, in little memory. Raises FileRefused before a service is given out."""
    box = open_box(path)
    if tables.is_tabular(box):
        return tables.as_document(box)
    names = [name for name in box.names if name.lower().endswith(".json") or not path.is_dir()]
    if not names:
        raise FileRefused(f"{path.name}: there is no directory in it.")
    return json_pages.as_document(box, names)
