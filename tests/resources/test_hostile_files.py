"""Files made to hurt: refused within seconds, in little memory, and nothing of them is kept."""

import json
import os
import struct
import subprocess
import sys
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest

from recoveryapp.resources.actions import import_file
from recoveryapp.resources.hsds.boxes import open_box
from recoveryapp.resources.hsds.document import FileRefused
from recoveryapp.resources.hsds.mapping import mapping_table
from recoveryapp.resources.models import Organisation, Service
from tests.resources.test_forms import write_table, write_zip

MB = 1024 * 1024
SERVICE = {"id": "s", "name": "S", "status": "active"}
MEASURE = """
import resource, sys, time
from pathlib import Path
from recoveryapp.resources.hsds.boxes import open_box
from recoveryapp.resources.hsds.document import FileRefused
from recoveryapp.resources.hsds.reading import read_document
peak = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
before, start = peak(), time.process_time()
try:
    read_document(Path(sys.argv[1]))
except FileRefused as refused:
    print(peak() - before, time.process_time() - start, refused)
"""


def json_file(content: bytes) -> Callable[[Path], Path]:
    def write(folder: Path) -> Path:
        path = folder / "directory.json"
        path.write_bytes(content)
        return path

    return write


def long_text(folder: Path) -> Path:
    return json_file(b'[{"id": "' + b"x" * 100 * MB + b'"}]')(folder)


def deep_lists(folder: Path) -> Path:
    return json_file(b"[" * 50 * MB)(folder)


def wide_service(folder: Path) -> Path:
    return json_file(b'[{"id": [' + b"1," * 30 * MB + b"1]}]")(folder)


def many_numbers(folder: Path) -> Path:
    return json_file(b'{"contents": [' + b"1," * 20 * MB + b"1]}")(folder)


def long_preamble(folder: Path) -> Path:
    return json_file(b'{"note": {' + b'"a": 1,' * 5 * MB + b'"a": 1}, "contents": []}')(folder)


def sparse_giant(folder: Path) -> Path:
    path = folder / "giant.json"
    with path.open("wb") as file:
        file.truncate(20_000 * MB)
    return path


def zip_bomb(folder: Path) -> Path:
    return write_zip(folder / "bomb.zip", {"directory.json": " " * 200 * MB})


def overlapping_zip(folder: Path) -> Path:
    """Every file of its list is the one piece of packed data."""
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("0.json", json.dumps([{**SERVICE, "name": os.urandom(3_000).hex()}]))
    data = packed.getvalue()
    at = data.rindex(b"PK\x01\x02")
    end = data.rindex(b"PK\x05\x06")
    entries = b"".join(data[at:end].replace(b"0.json", b"%d.json" % n) for n in range(10))
    tail = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 10, 10, len(entries), at, 0)
    path = folder / "overlapping.zip"
    path.write_bytes(data[:at] + entries + tail)
    return path


def endless_list_of_files(folder: Path) -> Path:
    path = folder / "list.zip"
    listing = struct.pack("<4s4B4HL2L5H2L", b"PK\x01\x02", *[0] * 18) * 1_000_000
    tail = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, len(listing), 0, 0)
    path.write_bytes(listing + tail)
    return path


def lying_zip(folder: Path) -> Path:
    """Says that it unpacks to little."""
    content = json.dumps([SERVICE]) + " " * 50 * MB
    path = write_zip(folder / "lying.zip", {"directory.json": content})
    data = path.read_bytes()
    path.write_bytes(data.replace(struct.pack("<L", len(content)), struct.pack("<L", 100)))
    return path


def many_files(folder: Path) -> Path:
    return write_zip(folder / "many.zip", {f"{n}.json": "[]" for n in range(5_001)})


def no_archive(folder: Path) -> Path:
    path = folder / "no.zip"
    path.write_bytes(
        b"PK\x03\x04" + b"x" * 100 + struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 1, 1, 46, 10, 0)
    )
    return path


def services_and(name: str, content: bytes) -> Callable[[Path], Path]:
    def write(folder: Path) -> Path:
        tables = folder / "tables"
        write_table(tables, "services.csv", SERVICE)
        (tables / name).write_bytes(content)
        return tables

    return write


def circle_of_terms(folder: Path) -> Path:
    tables = folder / "tables"
    write_table(tables, "services.csv", SERVICE)
    write_table(tables, "taxonomy_terms.csv", {"id": "a", "parent_id": "b"}, {"id": "b", "parent_id": "a"})
    return tables


HOSTILE = [
    (long_text, "longer than 1,048,576 bytes"),
    (deep_lists, "nested deeper than 40 levels"),
    (wide_service, "longer than 1,048,576 bytes"),
    (many_numbers, "More than 100,000 services"),
    (long_preamble, "longer than 1,048,576 bytes"),
    (sparse_giant, "larger than 256 MB"),
    (json_file(b'[{"id": "\xc3\x28"}]'), "not UTF-8 text"),
    (json_file('[{"id": "s"}]'.encode("utf-16")), "not JSON"),
    (json_file(b'[{"id": 1e999}]'), "not JSON"),
    (zip_bomb, "unpacks to far more than it holds"),
    (overlapping_zip, "unpacks to far more than it holds"),
    (endless_list_of_files, "more than 5,000 files, or a broken list"),
    (lying_zip, "cannot be unpacked"),
    (many_files, "More than 5,000 files"),
    (no_archive, "not a readable zip archive"),
    (services_and("phones.csv", b"id,number\n1,\"" + b"x" * 20 * MB), "longer than 1,048,576 characters"),
    (services_and("phones.csv", b'id,number\n1,"' + b"x\n" * 5 * MB), "is not CSV: field larger"),
    (services_and("phones.csv", b",".join(b"%d" % n for n in range(300))), "does not name its columns"),
    (services_and("phones.csv", b"id,id\n1,2\n"), "does not name its columns"),
    (services_and("phones.csv", b"id,number\n1,2,3\n"), "line 2 has more fields"),
    (services_and("phones.csv", b"id,number\n1,\xff\n"), "not UTF-8 text"),
    (services_and("phones.csv", b'id,number\n1,"2"3\n'), "line 2 is not CSV"),
    (services_and("datapackage.json", b"[1]"), "not a readable list of tables"),
    (services_and("datapackage.json", b"[" * MB), "not a readable list of tables"),
    (circle_of_terms, "stands under itself"),
]  # fmt: skip


@pytest.mark.parametrize(("write", "said"), HOSTILE, ids=[said for _, said in HOSTILE])
def test_a_hostile_file_is_refused_within_five_seconds_and_150_mb(
    tmp_path: Path, write: Callable[[Path], Path], said: str
) -> None:
    answer = subprocess.run(
        [sys.executable, "-c", MEASURE, str(write(tmp_path))], capture_output=True, text=True, check=True
    )

    megabytes, seconds, reason = answer.stdout.split(" ", 2)
    assert said in reason
    assert float(megabytes) <= 150
    assert float(seconds) <= 5


@pytest.mark.parametrize(
    ("parents", "named"),
    [
        ({"o1": "o2", "o2": "o1"}, "The organization"),
        ({"o1": "o1"}, "The organization 'o1' stands under itself"),
    ],
)
def test_organisations_that_go_round_in_a_circle_leave_nothing(
    db: None, tmp_path: Path, parents: dict[str, str], named: str
) -> None:
    services = [
        {**SERVICE, "id": child, "organization": {"id": child, "name": "O", "parent_organization_id": parent}}
        for child, parent in parents.items()
    ]
    path = json_file(json.dumps(services).encode())(tmp_path)

    with pytest.raises(FileRefused, match=named):
        import_file(path, source="test", licence="", table=mapping_table())

    assert (Service.objects.count(), Organisation.objects.count()) == (0, 0)


def test_terms_that_go_round_in_a_circle_leave_nothing(db: None, tmp_path: Path) -> None:
    terms = [{"id": "a", "code": "a", "parent_id": "b"}, {"id": "b", "code": "b", "parent_id": "a"}]
    service = {**SERVICE, "attributes": [{"id": t["id"], "taxonomy_term": t} for t in terms]}
    path = json_file(json.dumps([service]).encode())(tmp_path)

    with pytest.raises(FileRefused, match="The taxonomy term"):
        import_file(path, source="test", licence="", table=mapping_table())

    assert Service.objects.count() == 0


def test_an_archive_that_breaks_on_the_way_leaves_nothing(db: None, tmp_path: Path) -> None:
    good = json.dumps([{**SERVICE, "id": f"s{n}", "name": os.urandom(20).hex()} for n in range(3_000)])
    path = write_zip(tmp_path / "broken.zip", {"1.json": good})
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0xFF
    path.write_bytes(data)

    with pytest.raises(FileRefused):
        import_file(path, source="test", licence="", table=mapping_table())

    assert Service.objects.count() == 0


def test_a_folder_follows_no_link_out_of_itself(tmp_path: Path) -> None:
    outside = tmp_path / "secret.json"
    outside.write_text("[]")
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "link.json").symlink_to(outside)
    (folder / "loop").symlink_to(folder)

    assert open_box(folder).names == []
