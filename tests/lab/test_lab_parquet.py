"""Parquet files written by hand here, and the real one: columns come back as they were kept."""

from pathlib import Path

import pytest

from heed.lab.parquet import columns

JPG, LABEL = ([b"a", b"bc", b""], [7, -1, 7])


def varint(number: int) -> bytes:
    low = number & 127
    return bytes([low | 128]) + varint(number >> 7) if number > 127 else bytes([low])


def whole(number: int) -> tuple[int, bytes]:
    return 6, varint(number * 2 if number >= 0 else -2 * number - 1)


def words(*names: bytes) -> tuple[int, bytes]:
    kept = b"".join(varint(len(name)) + name for name in names)
    return 9, bytes([len(names) << 4 | 8]) + kept


def fields(*told: tuple[int, tuple[int, bytes]]) -> bytes:
    """A struct of (number, (kind, value)), numbers rising."""
    last, kept = 0, b""
    for number, (kind, value) in told:
        kept += bytes([(number - last) << 4 | kind]) + value
        last = number
    return kept + b"\0"


def structs(*told: bytes) -> tuple[int, bytes]:
    return 9, bytes([len(told) << 4 | 12]) + b"".join(told)


def page(kind: int, body: bytes, *about: int) -> bytes:
    """One of kind 0, values, or 2, a dictionary; about: its count and encoding."""
    head = fields(*((n + 1, whole(number)) for n, number in enumerate(about)))
    size = whole(len(body))
    return (
        fields((1, whole(kind)), (2, size), (3, size), (5 if kind == 0 else 7, (12, head))) + body
    )


def present(count: int) -> bytes:
    """Every one of `count` rows has a value: one run."""
    return (2).to_bytes(4, "little") + varint(count << 1) + b"\1"


def written(path: Path, gaps: bool = False) -> Path:
    """Two columns of three rows: bytes plain, and numbers by a dictionary, bare both."""
    plain = b"".join(len(one).to_bytes(4, "little") + one for one in JPG)
    shown = present(3).replace(b"\1", b"\0") if gaps else present(3)
    first = page(0, shown + plain, 3, 0)
    names = b"".join(n.to_bytes(8, "little", signed=True) for n in (7, -1))
    packed = bytes([1, 3, 0b010])  # one bit a number, one group of eight
    second = page(2, names, 2, 0) + page(0, present(3) + packed, 3, 8)

    def column(kind: int, name: bytes, at: int) -> bytes:
        told = fields(
            (1, whole(kind)), (3, words(name)), (4, whole(0)), (5, whole(3)), (9, whole(at))
        )
        return fields((3, (12, told)))

    group = fields((1, structs(column(6, b"jpg", 4), column(2, b"label", 4 + len(first)))))
    about = fields((3, whole(3)), (4, structs(group)))
    ends = len(about).to_bytes(4, "little") + b"PAR1"
    path.write_bytes(b"PAR1" + first + second + about + ends)
    return path


def test_columns_come_back_as_they_were_kept(tmp_path: Path) -> None:
    assert columns(written(tmp_path / "a.parquet")) == {"jpg": JPG, "label": LABEL}


def test_gaps_and_other_files_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="gaps"):
        columns(written(tmp_path / "a.parquet", gaps=True))
    other = tmp_path / "b.parquet"
    other.write_bytes(b"not one of them")
    with pytest.raises(ValueError, match="not a Parquet file"):
        columns(other)
    broken = written(tmp_path / "c.parquet").read_bytes()
    other.write_bytes(broken[:20] + broken[40:])
    with pytest.raises((ValueError, LookupError)):
        columns(other)


@pytest.mark.data
def test_the_real_photographs_are_read(data: Path) -> None:
    found = columns(data / "image_cifar10" / "test5k.parquet")
    assert {name: len(kept) for name, kept in found.items()} == dict.fromkeys(
        ("jpg", "label", "idx"), 5000
    )
    assert [found["label"].count(kind) for kind in range(10)] == [500] * 10
    assert all(one[:2] == b"\xff\xd8" and one[-2:] == b"\xff\xd9" for one in found["jpg"])
