"""Reading a folder of documents from the disk. What they mean is decided in sources."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from heed.errors import Unreachable
from heed.types import File

SUFFIXES = (".txt", ".md", ".html", ".htm")
MAX_FILES = 2000
MAX_FILE_BYTES = 2 * 2**20


def read_folder(
    path: Path | str, *, max_files: int = MAX_FILES, max_file_bytes: int = MAX_FILE_BYTES
) -> list[File]:
    """Every text, Markdown and HTML file below `path`, by path; hidden ones are skipped.

    Links that lead out of the folder and files over `max_file_bytes` are skipped too.
    Raises Unreachable where the folder is missing, unreadable, or holds more than `max_files`.
    """
    root = Path(path).expanduser()
    if not root.is_dir():
        raise Unreachable(f"There is no folder {root}. Check its name.")
    found: list[File] = []
    for candidate in _candidates(root):
        if len(found) >= max_files:
            raise Unreachable(f"{root} holds over {max_files} documents; add its parts one by one.")
        file = _read(root, candidate, max_file_bytes)
        if file is not None:
            found.append(file)
    return found


def _candidates(root: Path) -> Iterator[Path]:
    """Files with a known suffix, in order; os.walk enters no linked folder."""

    def refuse(error: OSError) -> None:
        if Path(error.filename) == root:
            raise Unreachable(f"{root} cannot be read: {error.strerror}.") from error

    for folder, folders, names in os.walk(root, onerror=refuse):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if not name.startswith(".") and name.lower().endswith(SUFFIXES):
                yield Path(folder, name)


def _read(root: Path, candidate: Path, max_file_bytes: int) -> File | None:
    """The file, or None where it is too large, unreadable, or really lies outside the folder."""
    try:
        real = candidate.resolve(strict=True)
        about = real.stat()
        inside = real.is_relative_to(root.resolve()) and real.is_file()
        if not inside or about.st_size > max_file_bytes:
            return None
        body = real.read_bytes()
    except OSError:
        return None
    shown = candidate.relative_to(root).as_posix()
    return File(shown, datetime.fromtimestamp(about.st_mtime, UTC), body)
