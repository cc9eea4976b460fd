"""Thrift's compact protocol, read: the form in which a Parquet file tells about itself."""

import struct
from typing import Any

TRUE, FALSE, BYTE, DOUBLE, BINARY, LIST, SET, STRUCT = 1, 2, 3, 7, 8, 9, 10, 12
WHOLE = (4, 5, 6)  # numbers of 16, 32 and 64 bits, all kept alike


class Reader:
    """Reads on from `at`."""

    def __init__(self, kept: bytes, at: int = 0) -> None:
        self.kept, self.at = kept, at

    def struct(self) -> dict[int, Any]:
        """The fields of a struct by their numbers."""
        found: dict[int, Any] = {}
        number = 0
        while head := self.take(1)[0]:
            number = number + (head >> 4) if head >> 4 else self._signed()
            kind = head & 15
            found[number] = kind == TRUE if kind in (TRUE, FALSE) else self._value(kind)
        return found

    def varint(self) -> int:
        """A number of seven bits a byte, the lowest first."""
        found = shift = 0
        while True:
            byte = self.take(1)[0]
            found |= (byte & 127) << shift
            if byte < 128:
                return found
            shift += 7

    def take(self, count: int) -> bytes:
        """The next bytes. Raises ValueError where there are not so many."""
        found = self.kept[self.at : self.at + count]
        if len(found) < count:
            raise ValueError("the file ends too early")
        self.at += count
        return found

    def _value(self, kind: int) -> Any:
        if kind in WHOLE:
            return self._signed()
        if kind == BINARY:
            return self.take(self.varint())
        if kind in (LIST, SET):
            return self._list()
        if kind == STRUCT:
            return self.struct()
        if kind in (TRUE, FALSE, BYTE):
            return self.take(1)[0]
        if kind == DOUBLE:
            return struct.unpack("<d", self.take(8))[0]
        raise ValueError(f"a value of kind {kind}")

    def _list(self) -> list[Any]:
        head = self.take(1)[0]
        count = head >> 4 if head >> 4 < 15 else self.varint()
        return [self._value(head & 15) for _ in range(count)]

    def _signed(self) -> int:
        found = self.varint()
        return (found >> 1) ^ -(found & 1)
