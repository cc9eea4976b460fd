"""Two homes on loopback give each other what they have, and believe nothing that was changed."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from fakes.homes import Clock
from fakes.server import Server, document, rss
from fakes.twohomes import Counted, home, served
from heed import store
from heed.actions import compute, giving, pulling, sources
from heed.diet import Diet
from heed.errors import BadInput, NotFound, Unreachable, Unreadable
from heed.types import Item

FEEDS = 3
PIECES = 40


def titles(feed: int) -> list[str]:
    return [f"Piece {n} of feed {feed} about tides number {n * feed}" for n in range(PIECES)]


@pytest.fixture
def feeds() -> Iterator[Server]:
    """Three well-behaved feeds."""
    with Server() as server:
        for n in range(FEEDS):
            server.routes[f"/{n}.xml"] = document(rss(*titles(n), name=f"Feed {n}"))
        yield server


@pytest.fixture
def first(tmp_path: Path, feeds: Server) -> Iterator[Diet]:
    """A home that has gathered everything."""
    with home(tmp_path / "first", Clock()) as diet:
        follow(diet, feeds)
        diet.gather()
        yield diet


@pytest.fixture
def second(tmp_path: Path, feeds: Server) -> Iterator[Diet]:
    """A home that follows the same and has nothing yet."""
    with home(tmp_path / "second", Clock()) as diet:
        follow(diet, feeds)
        yield diet


def follow(diet: Diet, feeds: Server) -> None:
    for n in range(FEEDS):
        sources.add(diet, feeds.url(f"/{n}.xml"))


def library(diet: Diet) -> dict[str, tuple[object, ...]]:
    """Everything a reader could see of the pieces, without this home's own numbers."""
    with diet.db.read() as tx:
        held = store.items.newest(tx, 10_000)
        vectors = store.vectors.load(tx, [one.id for one in held])
    return {one.key: (*seen(one), vectors[one.id][0], vectors[one.id][1].tobytes()) for one in held}


def seen(one: Item) -> tuple[object, ...]:
    return one.title, one.lead, one.text, one.html, one.seconds, one.published_at, one.signals


def web(diet: Diet) -> Counted:
    assert isinstance(diet.web, Counted)
    return diet.web


def test_two_homes_have_the_same_library_and_nothing_is_fetched_or_embedded_twice(
    first: Diet, second: Diet, feeds: Server
) -> None:
    asked = len(feeds.seen)
    with served(first) as url:
        came = pulling.pull(second, url)
    assert (came.items, came.texts, came.vectors) == (120, 120, 120)
    assert (came.left, came.price, came.trouble) == (0, 0, "")
    assert library(second) == library(first)
    assert second.gather().reports == ()
    assert len(feeds.seen) == asked
    metered = {one.kind for one in compute.overview(second).flows}
    assert metered == {"exchange"}
    assert second.edition().slots


def test_a_second_pull_brings_nothing_new(first: Diet, second: Diet) -> None:
    with served(first) as url:
        pulling.pull(second, url)
        again = pulling.pull(second, url)
    assert (again.items, again.texts, again.vectors, again.left) == (0, 0, 0, 0)


@pytest.mark.parametrize("most_bytes", [4096, 12_000, 40_000, 90_000])
def test_no_more_bytes_pass_than_were_allowed(first: Diet, second: Diet, most_bytes: int) -> None:
    line = web(second)
    before = sum(len(url) for url in line.asked) + line.answered_bytes
    with served(first) as url:
        came = pulling.pull(second, url, most_bytes=most_bytes)
    passed = sum(len(url) for url in line.asked) + line.answered_bytes - before
    assert passed == came.took_bytes <= most_bytes
    assert came.left > 0 or most_bytes == 90_000
    assert came.items > 0 or most_bytes == 4096
    assert second.gather().reports  # what was cut short spares no visit


def test_a_line_that_is_cut_loses_nothing_and_goes_on_where_it_stopped(
    first: Diet, second: Diet
) -> None:
    line = web(second)
    with served(first) as url:
        cut = cut_after(line, 1)
        came = pulling.pull(second, url)
        assert came.trouble == "The line was cut."
        assert 0 < came.items < 120
        with second.db.read() as tx:
            assert store.items.count(tx) == came.items
        line.change = cut
        rest = pulling.pull(second, url)
    assert rest.trouble == ""
    assert came.items + rest.items == 120
    assert library(second) == library(first)


def cut_after(line: Counted, batches: int):
    """Let the offer and so many batches through, then nothing; returns what lets all through."""
    whole, left = line.change, [batches + 1]

    def change(body: bytes) -> bytes:
        left[0] -= 1
        if left[0] < 0:
            raise Unreachable("The line was cut.")
        return body

    line.change = change
    return whole


def test_an_answer_changed_on_its_way_is_refused_and_nothing_of_it_kept(
    first: Diet, second: Diet
) -> None:
    line = web(second)
    with served(first) as url:
        line.change = lambda body: body.replace(b'"title":"Piece', b'"title":"Peace')
        came = pulling.pull(second, url)
        assert "not signed with your secret" in came.trouble
        assert came.items == 0
        line.change = lambda body: body.replace(b'"more":false', b'"more":true')
        with pytest.raises(Unreadable, match="not signed with your secret"):
            pulling.pull(second, url)
    with second.db.read() as tx:
        assert store.items.count(tx) == 0


def test_a_home_with_another_secret_gets_nothing(first: Diet, second: Diet) -> None:
    giving.set_secret(second, "another secret altogether")
    with served(first) as url, pytest.raises(Unreachable, match="403"):
        pulling.pull(second, url)


def test_a_home_without_a_secret_neither_gives_nor_takes(first: Diet, second: Diet) -> None:
    giving.forget_secret(second)
    with served(first) as url, pytest.raises(NotFound, match="exchanges nothing"):
        pulling.pull(second, url)
    giving.set_secret(second, "four words no one knows")
    giving.forget_secret(first)
    with served(first) as url, pytest.raises(Unreachable, match="404"):
        pulling.pull(second, url)
    with pytest.raises(BadInput):
        giving.set_secret(first, "short")
    assert (second.settings.home / giving.KEY_FILE).stat().st_mode & 0o077 == 0


def test_a_vector_of_an_encoder_the_other_home_has_not_stays(first: Diet, second: Diet) -> None:
    with first.db.write() as tx:
        held = store.items.newest(tx, 1000)
        ids = [one.id for one in held]
        rows = store.vectors.load(tx, ids)
        for id in ids[:50]:
            store.vectors.save(tx, "lsa-of-the-first", [id], rows[id][1][None])
    with served(first) as url:
        came = pulling.pull(second, url)
    assert came.vectors == 70
    with second.db.read() as tx:
        assert "lsa-of-the-first" not in store.vectors.embedders(tx)
        assert not store.vectors.missing(tx, second.clock().replace(year=2000))


def test_folders_and_the_sample_are_nobody_elses(first: Diet, second: Diet, tmp_path: Path) -> None:
    notes = tmp_path / "notes"
    notes.mkdir()
    (notes / "one.md").write_text("# Mine\n\nOnly for me.", encoding="utf-8")
    sources.add(first, str(notes))
    sources.add(second, str(notes))
    first.gather(force=True)
    with served(first) as url:
        assert pulling.look(second, url)[0] == 120


def test_a_source_only_the_other_home_follows_is_left_there(first: Diet, second: Diet) -> None:
    with second.db.read() as tx:
        one = store.sources.all(tx)[0]
    sources.remove(second, one.id)
    with served(first) as url:
        assert pulling.pull(second, url).items == 80


def test_markup_of_the_other_home_is_cleaned_again(first: Diet, second: Diet) -> None:
    with first.db.write() as tx:
        one = store.items.newest(tx, 1)[0]
        store.items.set_text(tx, one.id, one.text * 3, "<p>x</p><script>alert(1)</script>", 60)
    with served(first) as url:
        pulling.pull(second, url)
    assert all("script" not in str(row[3]) for row in library(second).values())


def test_an_address_or_budget_that_cannot_be_is_refused(second: Diet) -> None:
    with pytest.raises(BadInput, match="too few"):
        pulling.pull(second, "http://127.0.0.1:1", most_bytes=100)
    with pytest.raises(BadInput, match="address"):
        pulling.pull(second, "ftp://a.example")


def test_a_pull_that_fails_as_a_job_is_told(second: Diet) -> None:
    compute.queue(second, "exchange", subject="http://127.0.0.1:1")
    troubles = []
    compute.run(second, budget_s=60, done=lambda job, cpu_s, trouble: troubles.append(trouble))
    assert troubles == ["127.0.0.1 refuses connections."]
    with second.db.read() as tx:
        assert store.jobs.newest(tx, 1)[0].state == "failed"
        assert store.jobs.waiting(tx, second.clock()) == []
