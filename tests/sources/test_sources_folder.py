"""Files as posts."""

from datetime import UTC, datetime, timedelta

import pytest

from heed.sources import changes, files_document, fingerprint
from heed.sources.identity import Known
from heed.types import File, Post

NOW = datetime(2026, 8, 10, tzinfo=UTC)


def post(path: str, text: str | bytes) -> Post:
    body = text.encode() if isinstance(text, str) else text
    (one,) = files_document([File(path, NOW, body)]).posts
    return one


@pytest.mark.parametrize(
    ("path", "text", "title"),
    [
        ("a.md", "# Big *day*\n\nWords", "Big <em>day</em>"),
        ("a.md", "Words\n\n## Later heading\n", "Later heading"),
        ("a.md", '---\ntitle: "Front"\n---\n# Other\n', "Front"),
        ("notes/my_day.md", "just words", "my day"),
        ("a.txt", "A short line\n\nThe text.", "A short line"),
        ("plain.txt", "One long run of words\nover two lines.", "plain"),
        ("a.html", "<title>T &amp; U</title><h1>H</h1>", "T &amp; U"),
        ("a.htm", "<h1>H</h1><p>x", "H"),
        ("x<y.txt", "", "x&lt;y"),
    ],
)
def test_titles_come_from_heading_or_name(path: str, text: str, title: str) -> None:
    assert post(path, text).title == title


def test_markdown_becomes_plain_markup() -> None:
    text = (
        "# T\n\nA **b** [c](https://e.org/?a=1&b=2) `d<e`\nsame paragraph\n\n- one\n- two\n\n"
        "1. first\n   - within\n\n> said\n\n```py\nx < 1\n\ny\n```\n"
        "after [near](notes.md)\n\n### Sub\n"
    )
    assert post("a.md", text).html == (
        '<p>A <strong>b</strong> <a href="https://e.org/?a=1&amp;b=2">c</a> '
        "<code>d&lt;e</code>\nsame paragraph</p>\n<ul>\n<li>one</li>\n<li>two</li>\n</ul>\n"
        "<ol>\n<li>first\n<ul>\n<li>within</li>\n</ul>\n</li>\n</ol>\n"
        "<blockquote>\n<p>said</p>\n</blockquote>\n"
        '<pre><code class="language-py">x &lt; 1\n\ny\n</code></pre>\n'
        "<p>after near</p>\n<h3>Sub</h3>\n"
    )


def test_a_table_is_a_table() -> None:
    html = post("a.md", "# T\n\n| a | b |\n|---|---|\n| 1 | [x](https://e.org) |\n").html
    assert "<th>a</th>" in html
    assert '<td><a href="https://e.org">x</a></td>' in html


@pytest.mark.parametrize(
    "text", ["<script>x</script>", "[a](javascript:x)", "![a](https://t/x.png)"]
)
def test_markup_inside_markdown_stays_text(text: str) -> None:
    html = post("a.md", f"T\n\n{text}").html
    assert "<script" not in html
    assert "<a" not in html
    assert "<img" not in html


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_common_encodings_are_read(encoding: str) -> None:
    assert "港口" in post("a.txt", "港口在星期一重新开放\n还有一行".encode(encoding)).html


def test_files_come_newest_first_and_are_known_by_their_path() -> None:
    older = File("b.txt", NOW - timedelta(days=1), b"old")
    document = files_document([older, File("a.txt", NOW, b"new")], title="Notes")
    assert [one.key for one in document.posts] == ["a.txt", "b.txt"]
    assert document.title == "Notes"
    assert document.posts[0].published_at == NOW


def test_an_edited_file_is_an_update() -> None:
    before, after = post("a.md", "# T\n\nold"), post("a.md", "# T\n\nnew")
    remembered = [Known(5, before.key, before.url, fingerprint(before))]
    assert changes(remembered, [after]).updated == ((5, after),)
