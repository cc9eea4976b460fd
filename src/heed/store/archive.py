"""A whole home in one zip: a manifest and one file of JSON lines a table. Knows no noun.

Bytes are {"base64": "..."}, times whole microseconds since 1970, days ISO dates.
"""

import json
import os
import zipfile
from base64 import b64decode, b64encode
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from sqlalchemy import JSON, Table, select
from sqlalchemy import text as sql

from heed.errors import BadInput, NotFound, StoreError
from heed.store import text
from heed.store.database import Tx
from heed.store.migrating import HEAD
from heed.store.schema import metadata

TABLES = [one for one in metadata.sorted_tables if one.name not in {"person", "access"}]
"""What travels: all but who may enter, which belongs to the machine that serves it."""
_FORMAT = "heed home"
_MANIFEST = "manifest.json"
_BATCH = 1000
_BROKEN = (zipfile.BadZipFile, KeyError, TypeError, ValueError, NotFound, StoreError)
_THEN = (1980, 1, 1, 0, 0, 0)


def dump(tx: Tx, path: Path) -> None:
    """Write the home to `path`; a file there is replaced once all is written. Raises StoreError."""
    part = path.with_name(f"{path.name}.part")
    try:
        with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(_entry(_MANIFEST), json.dumps({"format": _FORMAT, "version": HEAD}))
            for table in TABLES:
                with archive.open(_entry(_name(table)), "w", force_zip64=True) as lines:
                    _write(tx, table, lines)
        os.replace(part, path)
    except OSError as error:
        raise StoreError(f"The archive {path} cannot be written: {error.strerror}.") from error
    finally:
        if part.is_file():
            part.unlink()


def restore(tx: Tx, path: Path) -> None:
    """Fill an empty home from an archive, wholly or not at all.

    Raises BadInput where the home is not empty or the file is no archive this version reads.
    """
    if any(tx.row(select(table).limit(1)) is not None for table in TABLES):
        raise BadInput("This home is not empty. Restore into a new one, so that nothing is mixed.")
    try:
        with zipfile.ZipFile(path) as archive, tx.connection.begin_nested():
            _check(archive, path)
            for table in TABLES:
                _read(tx, table, archive)
            text.rebuild(tx)
    except OSError as error:
        raise BadInput(f"The archive {path} cannot be read: {error.strerror}.") from error
    except _BROKEN as error:
        raise BadInput(f"{path} is not a whole heed archive; nothing was restored.") from error


def _entry(name: str) -> zipfile.ZipInfo:
    # A fixed date: the same home gives the same bytes.
    info = zipfile.ZipInfo(name, _THEN)
    info.compress_type = zipfile.ZIP_DEFLATED
    return info


def _name(table: Table[Any]) -> str:
    return f"{table.name}.jsonl"


def _write(tx: Tx, table: Table[Any], lines: IO[bytes]) -> None:
    names = [column.name for column in table.columns]
    nested = _nested(table)
    order = ", ".join(column.name for column in table.primary_key)
    wanted = sql(f"SELECT {', '.join(names)} FROM {table.name} ORDER BY {order}")
    for row in tx.connection.execution_options(yield_per=_BATCH).execute(wanted):
        record = {n: _plain(v, n in nested) for n, v in zip(names, row, strict=True)}
        lines.write(json.dumps(record, ensure_ascii=False).encode() + b"\n")


def _read(tx: Tx, table: Table[Any], archive: zipfile.ZipFile) -> None:
    names = [column.name for column in table.columns]
    holders = ", ".join(f":{name}" for name in names)
    statement = sql(f"INSERT INTO {table.name} ({', '.join(names)}) VALUES ({holders})")
    with archive.open(_name(table)) as lines:
        for batch in _batches(lines, names, _nested(table)):
            tx.write(statement, batch)


def _batches(
    lines: IO[bytes], names: list[str], nested: set[str]
) -> Iterator[list[dict[str, Any]]]:
    batch: list[dict[str, Any]] = []
    for line in lines:
        record = json.loads(line)
        batch.append({name: _stored(record[name], name in nested) for name in names})
        if len(batch) == _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _nested(table: Table[Any]) -> set[str]:
    kinds = {column.name: getattr(column.type, "impl", column.type) for column in table.columns}
    return {name for name, kind in kinds.items() if isinstance(kind, JSON)}


def _plain(value: Any, nested: bool) -> Any:
    if isinstance(value, bytes):
        return {"base64": b64encode(value).decode()}
    return json.loads(value) if nested else value


def _stored(value: Any, nested: bool) -> Any:
    if nested:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return b64decode(value["base64"], validate=True) if isinstance(value, dict) else value


def _check(archive: zipfile.ZipFile, path: Path) -> None:
    manifest = json.loads(archive.read(_MANIFEST))
    if manifest["format"] != _FORMAT:
        raise ValueError(manifest["format"])
    if manifest["version"] != HEAD:
        raise BadInput(
            f"{path} is an archive of version {manifest['version']}; this heed reads {HEAD}. "
            "Restore it with the heed that wrote it, or update this one."
        )
