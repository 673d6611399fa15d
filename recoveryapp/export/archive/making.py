"""An archive: a page to read, JSON to bring along, tables for a spreadsheet, and FHIR for other programs."""

import io
import json
import zipfile
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from recoveryapp.accounts.models import User
from recoveryapp.export.archive.fhir import bundle_of
from recoveryapp.export.archive.page import page_of
from recoveryapp.export.archive.sheets import sheet_of, tables_in
from recoveryapp.export.progress import Progress, Steps, tell_nobody
from recoveryapp.export.record import archive_data, number_of_rows
from recoveryapp.export.unpacking import RECORD_FILE

PAGE_FILE = "read-me.html"
FHIR_FILE = "fhir-r4b.json"
OPENER_FILE = "open-sealed-pages.py"
JSON = json.JSONEncoder(ensure_ascii=False, indent=1)
TIMES = 5
"""That each row is gone through: read, and then for the page, the record, FHIR and its table."""
OPENER = Path(__file__).with_name("open_sealed_pages.py")


def archive_of(person: User, *, now: datetime, on_progress: Progress = tell_nobody) -> bytes:
    """A zip file, made in memory: nothing of it lies on a disk unencrypted. Each file in it is written piece
    by piece, so that beside the person's rows only what is packed already takes room."""
    steps = Steps(TIMES * number_of_rows(person), on_progress)
    data = archive_data(person, now=now, on_row=steps.go_on)
    rows = steps.done
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression=zipfile.ZIP_DEFLATED) as archive:
        _write(archive, PAGE_FILE, page_of(data, language=person.language, zone=person.time_zone))
        steps.go_on(rows)
        _write(archive, RECORD_FILE, JSON.iterencode(data))
        steps.go_on(rows)
        _write(archive, FHIR_FILE, bundle_of(data))
        steps.go_on(rows)
        if data["record"]["rows"]["journal.sealingkey"]:
            archive.writestr(OPENER_FILE, OPENER.read_text())
        for name, table in tables_in(data):
            _write(archive, f"tables/{name}", sheet_of(table))
            steps.go_on(len(table))
    return out.getvalue()


def _write(archive: zipfile.ZipFile, name: str, pieces: Iterable[str]) -> None:
    with archive.open(name, "w") as file, io.TextIOWrapper(file, encoding="utf-8", newline="") as text:
        for piece in pieces:
            text.write(piece)
