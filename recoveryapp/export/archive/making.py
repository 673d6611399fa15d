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
from recoveryapp.export.archive.sheets import sheets_of
from recoveryapp.export.reading import RECORD_FILE
from recoveryapp.export.record import archive_data

PAGE_FILE = "read-me.html"
FHIR_FILE = "fhir-r4b.json"
OPENER_FILE = "open-sealed-pages.py"
JSON = json.JSONEncoder(ensure_ascii=False, indent=1)
OPENER = Path(__file__).with_name("open_sealed_pages.py")


def archive_of(person: User, *, now: datetime) -> bytes:
    """A zip file, made in memory: nothing of it lies on a disk unencrypted. Each file in it is written piece
    by piece, so that beside the person's rows only what is packed already takes room."""
    data = archive_data(person, now=now)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression=zipfile.ZIP_DEFLATED) as archive:
        _write(archive, PAGE_FILE, page_of(data, language=person.language, zone=person.time_zone))
        _write(archive, RECORD_FILE, JSON.iterencode(data))
        archive.writestr(FHIR_FILE, bundle_of(data))
        if data["record"]["rows"]["journal.sealingkey"]:
            archive.writestr(OPENER_FILE, OPENER.read_text())
        for name, sheet in sheets_of(data):
            _write(archive, f"tables/{name}", sheet)
    return out.getvalue()


def _write(archive: zipfile.ZipFile, name: str, pieces: Iterable[str]) -> None:
    with archive.open(name, "w") as file, io.TextIOWrapper(file, encoding="utf-8", newline="") as text:
        for piece in pieces:
            text.write(piece)
