"""Laws of sameness: addresses, keys, fingerprints."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heed.sources import Changes, Known, canonical_url, changes, fingerprint
from heed.types import Post

ONE = Post(key="1", url="https://example.org/one", title="One", html="<p>First</p>")
TWO = Post(key="2", url="https://example.org/two", title="Two", html="<p>Second</p>")


def known(*posts: Post) -> list[Known]:
    return [Known(at, post.key, post.url, fingerprint(post)) for at, post in enumerate(posts, 1)]


@pytest.mark.parametrize(
    ("given_url", "canonical"),
    [
        ("HTTP://Example.ORG:80", "http://example.org/"),
        ("https://example.org:443/a", "https://example.org/a"),
        ("https://example.org:8443/a", "https://example.org:8443/a"),
        ("https://example.org/a/../b/./c//d", "https://example.org/b/c/d"),
        ("https://example.org/../a/", "https://example.org/a/"),
        ("https://example.org/?b=2&a=1", "https://example.org/?a=1&b=2"),
        ("https://example.org/?utm_source=x&fbclid=1&id=3", "https://example.org/?id=3"),
        ("https://example.org/%7euser/%c3%a9", "https://example.org/~user/%C3%A9"),
        ("https://example.org/é", "https://example.org/%C3%A9"),
        ("https://example.org/a#comments", "https://example.org/a"),
        ("https://example.org/a#ftag=CAD", "https://example.org/a"),
        ("https://example.org/log#v1.2", "https://example.org/log#v1.2"),
        ("https://user:word@example.org/a", "https://example.org/a"),
        ("https://[2001:DB8::1]:443/a", "https://[2001:db8::1]/a"),
        (" https://example.org./a ", "https://example.org/a"),
        ("mailto:a@example.org", "mailto:a@example.org"),
        ("urn:uuid:1", "urn:uuid:1"),
        ("https://[broken/", "https://[broken/"),
        ("", ""),
    ],
)
def test_one_spelling_of_an_address(given_url: str, canonical: str) -> None:
    assert canonical_url(given_url) == canonical


PIECES = st.lists(
    st.sampled_from(["a", "..", ".", "", "%2F", "%2e", "é", "%", " ", "b;c", "~", "+", "//", "%zz"])
    | st.text(max_size=3),
    max_size=6,
)


@settings(max_examples=60)
@given(PIECES, PIECES, st.sampled_from(["", "#", "#x", "#a=b", "#%20é"]))
def test_a_canonical_address_is_its_own_canonical_address(
    path: list[str], query: list[str], fragment: str
) -> None:
    url = f"HTTPS://Example.org:443/{'/'.join(path)}?{'&'.join(query)}{fragment}"
    once = canonical_url(url)
    assert canonical_url(once) == once


@given(st.text())
def test_any_text_has_a_canonical_address(text: str) -> None:
    once = canonical_url(text)
    assert canonical_url(once) == once


@given(st.permutations(["a=1", "b=2", "c=3", "utm_medium=rss"]))
def test_the_order_of_a_query_means_nothing(pairs: list[str]) -> None:
    assert canonical_url(f"https://e.org/?{'&'.join(pairs)}") == "https://e.org/?a=1&b=2&c=3"


def test_a_first_document_is_all_new_and_the_same_again_is_nothing() -> None:
    assert changes([], [ONE, TWO]) == Changes((ONE, TWO), (), 0)
    assert changes(known(ONE, TWO), [ONE, TWO]) == Changes((), (), 2)


@pytest.mark.parametrize("edit", [{"title": "One!"}, {"html": "<p>First, corrected</p>"}])
def test_an_edit_updates_the_item_it_edits(edit: dict[str, str]) -> None:
    edited = replace(ONE, **edit)
    assert changes(known(TWO, ONE), [edited]) == Changes((), ((2, edited),), 0)


@pytest.mark.parametrize(
    "noise",
    [
        {"html": '<div class="x"><p>First</p>\n</div><script>count()</script><!-- 12:01 -->'},
        {"title": " One "},
        {"author": "Somebody"},
        {"url": "https://example.org/one?utm_source=feed"},
    ],
)
def test_what_no_reader_sees_is_no_edit(noise: dict[str, str]) -> None:
    assert changes(known(ONE), [replace(ONE, **noise)]) == Changes((), (), 1)


def test_a_changed_key_at_the_same_address_is_the_same_item() -> None:
    moved = replace(ONE, key="1#edited", title="One, edited")
    assert changes(known(ONE), [moved]) == Changes((), ((1, moved),), 0)


def test_two_keys_at_one_address_in_one_document_are_two_items() -> None:
    other = replace(ONE, key="1b", title="Another")
    assert changes(known(ONE), [ONE, other]).new == (other,)


@pytest.mark.parametrize("url", ["https://example.org/", "https://example.org", ""])
def test_a_sites_own_address_identifies_no_item(url: str) -> None:
    old, fresh = replace(ONE, url=url), replace(TWO, url=url)
    assert changes(known(old), [fresh]).new == (fresh,)


def test_an_address_several_remembered_items_share_identifies_none() -> None:
    page = "https://example.org/log"
    old = known(replace(ONE, url=page), replace(TWO, url=page))
    fresh = Post(key="3", url=page, title="Three", html="")
    assert changes(old, [fresh]).new == (fresh,)


POSTS = st.lists(
    st.builds(
        Post,
        key=st.sampled_from("abcd"),
        url=st.sampled_from(["https://e.org/1", "https://e.org/2?utm_id=x", "https://e.org/", ""]),
        title=st.sampled_from(["s", "t"]),
        html=st.sampled_from(["", "<p>x</p>"]),
    ),
    max_size=6,
)


@given(POSTS, POSTS)
def test_every_post_is_new_edited_or_unchanged_and_no_item_gets_two(
    before: list[Post], after: list[Post]
) -> None:
    remembered = known(*changes([], before).new)
    got = changes(remembered, after)
    ids = [item for item, _ in got.updated]
    assert len(ids) == len(set(ids))
    assert got.unchanged + len(ids) <= len(remembered)
    keys = {post.key for post in got.new}
    assert len(keys) == len(got.new)
    assert not keys & {item.key for item in remembered}


@given(POSTS)
def test_the_same_document_again_brings_nothing(posts: list[Post]) -> None:
    first = changes([], posts)
    again = changes(known(*first.new), posts)
    assert (again.new, again.updated) == ((), ())
