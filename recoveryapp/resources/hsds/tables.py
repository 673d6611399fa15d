"""The tabular form of HSDS 3.0: CSV files, one a table. Services are put together as in the JSON form.

The rows wait in a temporary SQLite file, so that a directory of any size needs little memory.
"""

import csv
import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from io import TextIOWrapper
from pathlib import PurePosixPath
from typing import IO, Any

from recoveryapp.resources.hsds.boxes import Box
from recoveryapp.resources.hsds.document import Document, FileRefused, Found, refuse_too_many
from recoveryapp.resources.hsds.lineage import refuse_circles

PACKAGE = "datapackage.json"
MAX_PACKAGE_BYTES = 4 * 1024 * 1024
MAX_LINE = 1024 * 1024
MAX_COLUMNS = 200
MAX_ROWS = 3_000_000
MAX_NESTED_ROWS = 1_000
"""Of one table under one row."""
CHUNK = 5_000

FILES = {
    "organizations": "organization", "services": "service", "locations": "location", "addresses": "address",
    "phones": "phone", "schedules": "schedule", "service_areas": "service_area", "languages": "language",
    "service_at_locations": "service_at_location", "cost_options": "cost_option", "attributes": "attribute",
    "taxonomies": "taxonomy", "taxonomy_terms": "taxonomy_term", "contacts": "contact", "urls": "url",
    "required_documents": "required_document", "accessibility": "accessibility", "programs": "program",
    "funding": "funding", "organization_identifiers": "organization_identifier",
}  # fmt: skip
"""File name -> table, as the data package of HSDS 3.0 names them."""


@dataclass(frozen=True)
class Many:
    """The rows of another table whose `key` is this row's id."""

    table: str
    key: str


@dataclass(frozen=True)
class One:
    """The row of another table whose id stands in this row's `key`."""

    table: str
    key: str


TREE: Mapping[str, Mapping[str, Many | One]] = {
    "service": {
        "organization": One("organization", "organization_id"),
        "program": One("program", "program_id"),
        "phones": Many("phone", "service_id"),
        "schedules": Many("schedule", "service_id"),
        "service_areas": Many("service_area", "service_id"),
        "service_at_locations": Many("service_at_location", "service_id"),
        "languages": Many("language", "service_id"),
        "cost_options": Many("cost_option", "service_id"),
        "required_documents": Many("required_document", "service_id"),
        "funding": Many("funding", "service_id"),
        "contacts": Many("contact", "service_id"),
        "additional_urls": Many("url", "service_id"),
        "attributes": Many("attribute", "link_id"),
    },
    "service_at_location": {
        "location": One("location", "location_id"),
        "phones": Many("phone", "service_at_location_id"),
        "schedules": Many("schedule", "service_at_location_id"),
        "service_areas": Many("service_area", "service_at_location_id"),
    },
    "location": {
        "addresses": Many("address", "location_id"),
        "phones": Many("phone", "location_id"),
        "languages": Many("language", "location_id"),
        "schedules": Many("schedule", "location_id"),
        "accessibility": Many("accessibility", "location_id"),
    },
    "organization": {"organization_identifiers": Many("organization_identifier", "organization_id")},
    "attribute": {"taxonomy_term": One("taxonomy_term", "taxonomy_term_id")},
    "taxonomy_term": {"taxonomy_detail": One("taxonomy", "taxonomy_id")},
}
"""What hangs on what. No table stands above itself, so that putting together comes to an end."""
PARENTS = {
    (link.table, link.key) for links in TREE.values() for link in links.values() if isinstance(link, Many)
}
CIRCLES = (("organization", "parent_organization_id"), ("taxonomy_term", "parent_id"))


def is_tabular(box: Box) -> bool:
    return PACKAGE in box.names or "services.csv" in box.names


def as_document(box: Box) -> Document:
    """Reads every table once. Raises FileRefused for what is no CSV, too large, or goes round in a circle."""
    tables = _tables(box)
    if "service" not in tables.values():
        raise FileRefused("There is no table of services.")
    rows = sqlite3.connect("")  # a file of its own, gone when closed
    rows.executescript(
        "PRAGMA journal_mode=OFF; PRAGMA cache_size=-16000;"
        "CREATE TABLE row (name TEXT, id TEXT, line INTEGER, body TEXT);"
        "CREATE TABLE link (name TEXT, key TEXT, parent TEXT, child INTEGER);"
    )
    for name, table in tables.items():
        _load(rows, box, name, table)
    rows.executescript(
        "CREATE INDEX by_id ON row (name, id); CREATE INDEX by_parent ON link (name, key, parent)"
    )
    for table, key in CIRCLES:
        refuse_circles(table, _pairs(rows, table, key))
    total: int = rows.execute("SELECT count(*) FROM row WHERE name = 'service'").fetchone()[0]
    refuse_too_many(total)
    service_file = next(name for name, table in tables.items() if table == "service")
    return Document(total, is_whole=total > 0, read=lambda: _services(rows, service_file), close=rows.close)


def _tables(box: Box) -> dict[str, str]:
    """File name -> table: as the data package says, else by the names HSDS gives them."""
    if PACKAGE in box.names:
        said = _package(box)
    else:
        said = {name: FILES.get(PurePosixPath(name).stem.lower(), "") for name in box.names}
    return {name: table for name, table in said.items() if name in box.names and table in FILES.values()}


def _package(box: Box) -> dict[str, str]:
    with box.open(PACKAGE) as file:
        content = file.read(MAX_PACKAGE_BYTES + 1)
    try:
        if len(content) > MAX_PACKAGE_BYTES:
            raise ValueError("too long")
        resources = json.loads(content.decode("utf-8-sig"))["resources"]
        return {str(r["path"]).rsplit("/", 1)[-1]: str(r["name"]) for r in resources}
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise FileRefused(f"{PACKAGE}: not a readable list of tables.") from error


def _load(rows: sqlite3.Connection, box: Box, name: str, table: str) -> None:
    keys = [key for of, key in PARENTS if of == table]
    with box.open(name) as file:
        for line, row in _lines(file, name):
            stored = (table, row.get("id", ""), line, json.dumps(row))
            child = rows.execute("INSERT INTO row VALUES (?, ?, ?, ?)", stored).lastrowid
            if (child or 0) > MAX_ROWS:
                raise FileRefused(f"More than {MAX_ROWS:,} lines.")
            links = [(table, key, row[key], child) for key in keys if key in row]
            rows.executemany("INSERT INTO link VALUES (?, ?, ?, ?)", links)


def _lines(file: IO[bytes], name: str) -> Iterator[tuple[int, dict[str, str]]]:
    """Each line with its number, without its empty fields."""
    reader = csv.reader(_bounded(file, name), strict=True)
    try:
        heads = [head.strip() for head in next(reader, [])]
        if not heads or len(heads) > MAX_COLUMNS or len(set(heads)) != len(heads):
            raise FileRefused(f"{name}: its first line does not name its columns.")
        for values in reader:
            if len(values) > len(heads):
                raise FileRefused(f"{name}: line {reader.line_num} has more fields than there are columns.")
            yield reader.line_num, {head: v for head, v in zip(heads, values, strict=False) if v.strip()}
    except csv.Error as error:
        raise FileRefused(f"{name}: line {reader.line_num} is not CSV: {error}.") from error
    except UnicodeDecodeError as error:
        raise FileRefused(f"{name}: not UTF-8 text.") from error


def _bounded(file: IO[bytes], name: str) -> Iterator[str]:
    with TextIOWrapper(file, encoding="utf-8-sig", newline="") as text:
        while line := text.readline(MAX_LINE + 1):
            if len(line) > MAX_LINE:
                raise FileRefused(f"{name}: one line is longer than {MAX_LINE:,} characters.")
            yield line


def _pairs(rows: sqlite3.Connection, table: str, key: str) -> Iterator[tuple[str, str]]:
    sql = "SELECT id, json_extract(body, '$.' || ?) FROM row WHERE name = ?"
    return ((child, parent) for child, parent in rows.execute(sql, (key, table)) if parent)


def _services(rows: sqlite3.Connection, file_name: str) -> Iterator[Found]:
    with closing(
        rows.execute("SELECT line, body FROM row WHERE name = 'service' ORDER BY rowid")
    ) as services:
        for line, body in services:
            yield Found(_put_together(rows, "service", json.loads(body)), f"{file_name}, line {line}")


def _put_together(rows: sqlite3.Connection, table: str, row: dict[str, Any]) -> dict[str, Any]:
    """The row with everything that hangs on it. The keys that led there stay."""
    whole = dict(row)
    for name, link in TREE.get(table, {}).items():
        if isinstance(link, Many):
            if found := _children(rows, link, row.get("id", "")):
                whole[name] = [_put_together(rows, link.table, child) for child in found]
        elif link.key in row and (found := _row(rows, link, row[link.key])):
            whole[name] = _put_together(rows, link.table, found[0])
    return whole


def _children(rows: sqlite3.Connection, link: Many, parent: str) -> Sequence[dict[str, Any]]:
    sql = (
        "SELECT row.body FROM link JOIN row ON row.rowid = link.child"
        " WHERE link.name = ? AND link.key = ? AND link.parent = ? ORDER BY link.child LIMIT ?"
    )
    found = rows.execute(sql, (link.table, link.key, parent, MAX_NESTED_ROWS)).fetchall()
    return [json.loads(body) for (body,) in found]


def _row(rows: sqlite3.Connection, link: One, row_id: str) -> Sequence[dict[str, Any]]:
    sql = "SELECT body FROM row WHERE name = ? AND id = ? LIMIT 1"
    return [json.loads(body) for (body,) in rows.execute(sql, (link.table, row_id))]
