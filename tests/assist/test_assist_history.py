"""A history is read whole or refused with the line that is wrong."""

from datetime import UTC, datetime

import pytest

from heed.assist.history import read_history
from heed.errors import BadInput
from heed.types import Good

HEAD = "user,item,time,features,text\n"


def test_rows_become_deeds_in_the_order_of_their_times() -> None:
    held = read_history(
        b"time,Item,user\n2026-02-01T09:30+02:00,a,Ada\n1700000000,b,Ada\n20260101,a,Ben\n"
    )
    assert [(deed.user, deed.good) for deed in held.deeds] == [
        ("Ada", "b"),
        ("Ben", "a"),
        ("Ada", "a"),
    ]
    assert held.deeds[-1].at == datetime(2026, 2, 1, 7, 30, tzinfo=UTC)


def test_a_row_without_a_user_only_says_what_a_good_is() -> None:
    held = read_history((HEAD + "Ada,a,,,\n,a,,red; new,A bowl\n,b,,,\n").encode())
    assert len(held.deeds) == 1
    assert held.goods == (Good("a", "A bowl", ("new", "red")), Good("b"))


def test_deeds_keep_the_files_order_where_a_time_is_missing() -> None:
    held = read_history(b"user,item,time\nAda,b,2026-01-02\nAda,a,\nAda,c,2026-01-01\n")
    assert [deed.good for deed in held.deeds] == ["b", "a", "c"]


def test_a_byte_order_mark_and_quoted_lines_are_read() -> None:
    held = read_history(("\ufeff" + HEAD + 'Ada,a,2026-01-01,,"A bowl,\r\nblue"\r\n').encode())
    assert held.goods[0].text == "A bowl,\r\nblue"


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"", "is not a CSV table"),
        (b"\x00\x01 garbage", "is not a CSV table"),
        (b"user,item\nAda,a\n", "The first line of the history has no column time."),
        (b"user,item,time,user\n", "has a column twice"),
        (b"user,item,time\nAda,a\n", "Line 2 of the history has 2 fields and the first has 3"),
        (b"user,item,time\nAda,a,2026-01-01\nBen,,\n", "Line 3 of the history names no item."),
        (b"user,item,time\nAda,a,yesterday\n", "Line 2 of the history has the time yesterday"),
        (b"user,item,time\nAda,a,2026-13-01\n", "Line 2 of the history has the time 2026-13-01"),
        (b'user,item,time\nAda,"a,2026-01-01\n', "is not CSV"),
        (b"user,item,time\nAda,\xff,\n", "Line 2 of the history is not UTF-8"),
        (b"user,item,time\n,a,\n", "No row of the history names a user"),
    ],
)
def test_a_bad_file_is_one_sentence_with_its_line(body: bytes, says: str) -> None:
    with pytest.raises(BadInput, match=r"^[^\n]+$") as caught:
        read_history(body)
    assert says in str(caught.value)
