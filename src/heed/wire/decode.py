"""Undoing content encodings piece by piece, so that no small body becomes a huge one at once."""

import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeAlias

import brotli  # type: ignore[import-untyped,unused-ignore]

PIECE_BYTES = 64 * 1024
ACCEPTED = "gzip, br"
_GZIP_OR_ZLIB = 47
_RAW_DEFLATE = -15

Decoder: TypeAlias = Callable[[Iterable[bytes]], Iterator[bytes]]


class Undecodable(Exception):
    """The body is not what its Content-Encoding says, or breaks off."""


def decoded(raw: Iterable[bytes], encodings: str) -> Iterator[bytes]:
    """The body in pieces of at most 64 KiB after its Content-Encoding is undone, last one first."""
    names = [name.strip().lower() for name in encodings.split(",") if name.strip()]
    pieces: Iterable[bytes] = raw
    for name in reversed(names):
        if name not in _DECODERS:
            raise Undecodable(f"an unknown encoding ({name[:30]})")
        pieces = _DECODERS[name](pieces)
    return iter(pieces)


def _identity(raw: Iterable[bytes]) -> Iterator[bytes]:
    yield from raw


def _inflate(raw: Iterable[bytes]) -> Iterator[bytes]:
    """gzip (any number of members), zlib, or bare deflate."""
    engine = None
    for chunk in raw:
        data = chunk
        while data:
            if engine is None or engine.eof:
                if engine is not None and not data.startswith(b"\x1f\x8b"):
                    return  # padding after the last member
                engine = zlib.decompressobj(_window(data))
            try:
                yield engine.decompress(data, PIECE_BYTES)
            except zlib.error as error:
                raise Undecodable("damaged compression") from error
            data = engine.unused_data if engine.eof else engine.unconsumed_tail
    if engine is not None and not engine.eof:
        raise Undecodable("a body that breaks off")


def _window(data: bytes) -> int:
    headed = data.startswith(b"\x1f") or (data[0] & 0x0F == 8 and data[0] >> 4 <= 7)
    return _GZIP_OR_ZLIB if headed else _RAW_DEFLATE


def _unbrotli(raw: Iterable[bytes]) -> Iterator[bytes]:
    engine = brotli.Decompressor()
    fed = False
    for chunk in raw:
        data = chunk
        while data or not engine.can_accept_more_data():
            fed = True
            try:
                piece = engine.process(data, output_buffer_limit=PIECE_BYTES)
            except brotli.error as error:
                raise Undecodable("damaged compression") from error
            yield piece
            data = b""
    if fed and not engine.is_finished():
        raise Undecodable("a body that breaks off")


_DECODERS: Mapping[str, Decoder] = {
    "identity": _identity,
    "gzip": _inflate,
    "x-gzip": _inflate,
    "deflate": _inflate,
    "br": _unbrotli,
}
