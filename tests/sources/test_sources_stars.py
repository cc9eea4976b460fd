"""Stars of other readers: every format is read, each address once, and what is not says why."""

import json

import pytest

from heed.errors import BadInput
from heed.sources import read_stars
from heed.sources import stars as module

FRESHRSS = json.dumps(
    {
        "id": "user/-/state/org.freshrss/starred",
        "title": "Starred",
        "items": [
            {
                "title": "Tides &amp; moons",
                "published": 1_700_000_000,
                "canonical": [{"href": "https://a.example/tides?utm_source=rss"}],
                "categories": ["user/-/state/com.google/starred", "user/-/label/Sea"],
            },
            {
                "title": "Bread at home",
                "published": 1_700_000_100,
                "alternate": [{"href": "https://b.example/bread", "type": "text/html"}],
            },
            {
                "title": "Only read",
                "alternate": [{"href": "https://b.example/read"}],
                "categories": ["user/-/state/com.google/read"],
            },
        ],
    }
)
MINIFLUX = json.dumps(
    {
        "total": 3,
        "entries": [
            {
                "title": "Tides",
                "url": "https://a.example/tides",
                "published_at": "2023-11-14T22:13:20Z",
                "starred": True,
            },
            {
                "title": "Bread",
                "url": "https://b.example/bread",
                "published_at": "2023-11-15T22:13:20+01:00",
                "starred": True,
            },
            {"title": "Not mine", "url": "https://b.example/no", "starred": False},
        ],
    }
)
POCKET_HTML = """<!DOCTYPE html><html><head><title>Pocket Export</title></head><body>
<h1>Unread</h1><ul>
<li><a href="https://a.example/tides" time_added="1700000000" tags="sea">Tides &amp; moons</a></li>
</ul><h1>Read Archive</h1><ul>
<li><a href="https://b.example/bread" time_added="1700000100" tags="">潮汐与面包</a></li>
<li><a href="https://c.example/x" time_added="1700000200" tags="">https://c.example/x</a></li>
</ul></body></html>"""
POCKET_CSV = """title,url,time_added,tags,status
"Tides, moons",https://a.example/tides,1700000000,sea,unread
Bread,https://b.example/bread,1700000100,,archive
https://c.example/x,https://c.example/x,1700000200,,unread
"""
INSTAPAPER = """URL,Title,Selection,Folder,Timestamp
https://a.example/tides,"Tides, moons",,Starred,1700000000
https://b.example/bread,Bread,"a line
and another",Archive,1700000100
instapaper://private/1,A note of mine,,Unread,1700000200
"""


@pytest.mark.parametrize(
    ("text", "passed"),
    [
        (FRESHRSS, module.NOT_STARRED),
        (MINIFLUX, module.NOT_STARRED),
        (POCKET_HTML, module.NO_TITLE),
        (POCKET_CSV, module.NO_TITLE),
        (INSTAPAPER, module.NO_ADDRESS),
    ],
    ids=["freshrss", "miniflux", "pocket html", "pocket csv", "instapaper"],
)
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["bare", "byte-order mark"])
def test_every_format_is_read(text: str, passed: str, mark: bytes) -> None:
    found = read_stars(mark + text.encode())

    assert [one.url.split("?")[0] for one in found.rows] == [
        "https://b.example/bread",
        "https://a.example/tides",
    ]
    assert all(one.when and one.when.year == 2023 for one in found.rows)
    assert found.rows[1].title.startswith("Tides")
    assert "&amp;" not in found.rows[1].title
    assert found.passed == {passed: 1}


def test_an_address_comes_once_however_it_is_written() -> None:
    rows = "url,title\nhttps://A.example/x?utm_source=a,One\nhttps://a.example/x,Another\n"

    found = read_stars(rows.encode())

    assert [one.title for one in found.rows] == ["One"]
    assert found.rows[0].when is None
    assert found.passed == {module.TWICE: 1}


def test_of_very_many_the_newest_are_taken() -> None:
    lines = [f"https://a.example/{n},Piece {n},{1_600_000_000 + n}" for n in range(1003)]

    found = read_stars("\n".join(["url,title,time_added", *lines]).encode())

    assert len(found.rows) == module.MOST
    assert found.rows[0].title == "Piece 1002"
    assert found.passed == {module.OLDER: 3}


def test_an_empty_list_is_no_error() -> None:
    assert read_stars(b'{"items": []}').rows == ()


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"", "holds no stars heed can read"),
        (b"\x00\xff\xfe binary", "holds no stars heed can read"),
        (b"name,address\na,b\n", "holds no stars heed can read"),
        (b'{"items": [', "breaks off"),
        (b"[" * 100_000, "breaks off"),
        (b'{"feeds": []}', "neither a list of items"),
        (b"[1, 2]", "neither a list of items"),
        (b"<html><a href='https://a.example/'>A</a></html>", "no Pocket export"),
        (b"<", "no Pocket export"),
        (b"url,title\n" + b"x" * 200_000, "malformed"),
    ],
)
def test_a_broken_file_gets_one_sentence(body: bytes, said: str) -> None:
    with pytest.raises(BadInput, match=said) as told:
        read_stars(body)

    assert "\n" not in str(told.value)


@pytest.mark.parametrize(
    "item",
    [
        None,
        {},
        {"title": 3, "canonical": "x", "published": "soon", "categories": {"a": 1}},
        {"title": "T", "alternate": [None], "published": 1e300},
        {"title": "T", "alternate": [{"href": "javascript:alert(1)"}], "published": True},
    ],
)
def test_an_odd_piece_is_passed_over(item: object) -> None:
    found = read_stars(json.dumps({"items": [item]}).encode())

    assert found.rows == ()
    assert found.passed == {module.NO_ADDRESS: 1}


def test_a_file_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_BYTES", 10)
    with pytest.raises(BadInput, match="larger than"):
        read_stars(b"url,title\n" * 2)
