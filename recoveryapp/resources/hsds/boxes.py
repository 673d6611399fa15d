"""Where the files of a directory lie: by themselves, in a folder, or in a zip archive, never unpacked."""

import struct
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

from recoveryapp.resources.hsds.document import MAX_BYTES, FileRefused

MAX_FILES = 5_000
MAX_RATIO = 200
"""How much smaller than its contents an archive may be; texts reach about 20."""
MAX_LIST_BYTES = 2 * 1024 * 1024
"""Of an archive's own list of its files, which is read in one piece."""
END = struct.Struct("<4s4H2LH")
END_MARK = b"PK\x05\x06"
LARGE_MARK = b"PK\x06\x07"
FAR_END = END.size + 0xFFFF
ENCRYPTED = 0x1


@dataclass(frozen=True)
class Folder:
    path: Path
    names: Sequence[str]
    """Of its files, in order; folders within are not looked into."""

    @property
    def unpacked_bytes(self) -> int:
        return sum((self.path / name).stat().st_size for name in self.names)

    def open(self, name: str) -> IO[bytes]:
        return (self.path / name).open("rb")


@dataclass(frozen=True)
class Archive:
    path: Path
    prefix: str
    """Archives are often made of one folder."""
    names: Sequence[str]
    unpacked_bytes: int

    @contextmanager
    def open(self, name: str) -> Iterator[IO[bytes]]:
        try:
            with zipfile.ZipFile(self.path) as archive, archive.open(self.prefix + name) as file:
                yield file
        except (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, OSError, NotImplementedError) as error:
            raise FileRefused(f"{name}: cannot be unpacked.") from error


Box = Folder | Archive


def open_box(path: Path) -> Box:
    """Raises FileRefused when there is nothing, too much, or something that only looks small."""
    if path.is_dir():
        return _folder(path)
    if not path.is_file():
        raise FileRefused(f"{path.name}: there is no such file.")
    _refuse_large(path.name, path.stat().st_size)
    if zipfile.is_zipfile(path):
        return _archive(path)
    return Folder(path.parent, [path.name])


def _folder(path: Path) -> Folder:
    files = sorted(f for f in path.iterdir() if f.is_file() and not f.is_symlink() and _is_data(f.name))
    _refuse_many(len(files))
    _refuse_large(path.name, sum(f.stat().st_size for f in files))
    return Folder(path, [f.name for f in files])


def _archive(path: Path) -> Archive:
    _refuse_long_list(path)
    try:
        with zipfile.ZipFile(path) as archive:
            members = [m for m in archive.infolist() if not m.is_dir() and _is_data(m.filename)]
    except (zipfile.BadZipFile, NotImplementedError, UnicodeDecodeError) as error:
        raise FileRefused(f"{path.name}: not a readable zip archive.") from error
    _refuse_bomb(members, path)
    names = [m.filename for m in members]
    prefix = _shared_folder(names)
    inside = sorted(name.removeprefix(prefix) for name in names)
    unpacked = sum(m.file_size for m in members)
    return Archive(path, prefix, [name for name in inside if "/" not in name], unpacked)


def _refuse_bomb(members: Sequence[zipfile.ZipInfo], path: Path) -> None:
    size = path.stat().st_size
    unpacked = sum(m.file_size for m in members)
    _refuse_many(len(members))
    _refuse_large(path.name, unpacked)
    if unpacked > size * MAX_RATIO or sum(m.compress_size for m in members) > size:
        raise FileRefused(f"{path.name}: unpacks to far more than it holds.")
    if any(m.flag_bits & ENCRYPTED for m in members):
        raise FileRefused(f"{path.name}: is protected by a password.")
    if len({m.filename for m in members}) != len(members):
        raise FileRefused(f"{path.name}: holds two files of one name.")


def _refuse_long_list(path: Path) -> None:
    """The list of an archive's files is read whole by `zipfile`, so its length is looked at first."""
    with path.open("rb") as file:
        start = file.seek(max(0, path.stat().st_size - FAR_END))
        tail = file.read()
    at = tail.rfind(END_MARK)
    if at < 0 or len(tail) < at + END.size:
        raise FileRefused(f"{path.name}: not a readable zip archive.")
    is_large = tail[max(0, at - 20) : at].startswith(LARGE_MARK)
    list_bytes = END.unpack_from(tail, at)[5]
    if is_large or list_bytes > MAX_LIST_BYTES or start + at < list_bytes:
        raise FileRefused(f"{path.name}: holds more than {MAX_FILES:,} files, or a broken list of them.")


def _refuse_many(files: int) -> None:
    if files > MAX_FILES:
        raise FileRefused(f"More than {MAX_FILES:,} files.")


def _refuse_large(name: str, size: int) -> None:
    if size > MAX_BYTES:
        raise FileRefused(f"{name}: larger than {MAX_BYTES // 1024**2} MB.")


def _is_data(name: str) -> bool:
    path = PurePosixPath(name)
    hidden = any(part.startswith((".", "__MACOSX")) for part in path.parts)
    return not hidden and path.suffix.lower() in {".json", ".csv"}


def _shared_folder(names: Sequence[str]) -> str:
    folders = {str(PurePosixPath(name).parent) for name in names}
    only = folders.pop() if len(folders) == 1 else "."
    return "" if only == "." else f"{only}/"
