"""Columns of a Parquet file: whole numbers and bytes, plain or by dictionary, bare or in zstd.

As much of the format (parquet.apache.org) as the lab's pictures are kept in, so that no package of
it is needed. A column with gaps, nested ones and other encodings are refused.
"""

from collections.abc import Iterator, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

from heed.errors import HeedError
from heed.lab.compact import Reader

MAGIC = b"PAR1"
BARE, ZSTD = 0, 6  # codecs
DATA, DICTIONARY = 0, 2  # kinds of page
PLAIN, BY_NUMBER = 0, (2, 8)  # encodings
INT64, BYTES = 2, 6  # types of a column


def columns(path: Path) -> dict[str, list[Any]]:
    """Every column by its name. Raises HeedError, and ValueError where the file is another kind."""
    whole = path.read_bytes()
    if whole[:4] != MAGIC or whole[-4:] != MAGIC:
        raise ValueError(f"{path.name} is not a Parquet file.")
    long = int.from_bytes(whole[-8:-4], "little")
    about = Reader(whole[-8 - long : -8]).struct()
    found: dict[str, list[Any]] = {}
    for group in about[4]:
        for column in group[1]:
            kept = column[3]
            name = b".".join(kept[3]).decode()
            found.setdefault(name, []).extend(_column(whole, kept))
    return found


def _column(whole: bytes, kept: dict[int, Any]) -> Iterator[Any]:
    """The values of one column of one group of rows, page by page."""
    at = min(kept[9], kept.get(11, kept[9]))
    missing, names = kept[5], []
    while missing:
        reader = Reader(whole, at)
        head = reader.struct()
        at = reader.at + head[3]
        page = _opened(whole[reader.at : at], kept[4], head[2])
        if head[1] == DICTIONARY:
            names = _plain(page, kept[1], head[7][1])
        elif head[1] == DATA:
            count, encoding = head[5][1], head[5][2]
            missing -= count
            yield from _values(page, encoding, kept[1], count, names)
        else:
            raise ValueError(f"a page of kind {head[1]}")


def _values(
    page: bytes, encoding: int, kind: int, count: int, names: Sequence[Any]
) -> Sequence[Any]:
    """Those of one page; what says which rows have a value comes first, and all must have one."""
    skip = 4 + int.from_bytes(page[:4], "little")
    if min(_numbers(page[4:skip], 1, count)) == 0:
        raise ValueError("a column with gaps")
    if encoding == PLAIN:
        return _plain(page[skip:], kind, count)
    if encoding not in BY_NUMBER:
        raise ValueError(f"an encoding of number {encoding}")
    return [names[n] for n in _numbers(page[skip + 1 :], page[skip], count)]


def _plain(page: bytes, kind: int, count: int) -> list[Any]:
    if kind == INT64:
        numbers: list[Any] = np.frombuffer(page, "<i8", count).tolist()
        return numbers
    if kind != BYTES:
        raise ValueError(f"a column of type {kind}")
    found, at = [], 0
    for _ in range(count):
        end = at + 4 + int.from_bytes(page[at : at + 4], "little")
        found.append(page[at + 4 : end])
        at = end
    return found


def _numbers(page: bytes, bits: int, count: int) -> list[int]:
    """Small numbers of `bits` bits: runs of one, and groups of eight packed together."""
    reader, size = Reader(page), (bits + 7) // 8
    found: list[int] = []
    while len(found) < count:
        head = reader.varint()
        if head & 1:
            packed = np.frombuffer(reader.take((head >> 1) * bits), np.uint8)
            ones = np.unpackbits(packed, bitorder="little").reshape(-1, bits)
            found += (ones @ (1 << np.arange(bits))).tolist()
        else:
            found += [int.from_bytes(reader.take(size), "little")] * (head >> 1)
    return found[:count]


def _opened(page: bytes, codec: int, size: int) -> bytes:
    """A page of `size` bytes once unpacked."""
    if codec == BARE:
        return page
    if codec != ZSTD:
        raise ValueError(f"a codec of number {codec}")
    try:
        opened: bytes = import_module("compression.zstd").decompress(page)  # Python 3.14 has it
    except ImportError:
        return _by_library(page, size)
    return opened


def _by_library(page: bytes, size: int) -> bytes:
    """The same by the machine's own library, which most Linux systems and Homebrew bring."""
    import ctypes
    from ctypes.util import find_library

    name = find_library("zstd")
    if name is None:
        raise HeedError("The file is packed with zstd; install libzstd, or use Python 3.14.")
    unpack = ctypes.CDLL(name).ZSTD_decompress
    unpack.restype = ctypes.c_size_t
    room = ctypes.create_string_buffer(size)
    if unpack(room, ctypes.c_size_t(size), page, ctypes.c_size_t(len(page))) != size:
        raise ValueError("a page that cannot be unpacked")
    return room.raw
