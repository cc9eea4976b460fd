"""A web that misbehaves and a machine that fails: a clear line each, and nothing is lost."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from fakes.homes import by_spelling
from fakes.server import Answer, Server, document, endless, redirect, refusal, rss, slow
from heed import store
from heed.actions import sources
from heed.actions.home import create_home, open_home
from heed.diet import Diet
from heed.errors import StoreError


def opened(home: Path, **given: object) -> Diet:
    create_home(home)
    terms = {"allow_hosts": ("127.0.0.1",), "full_text_pieces": 0, "timeout_s": 2, **given}
    return open_home(home, load=by_spelling, **terms)


def subscribe(diet: Diet, server: Server, *paths: str) -> None:
    with diet.db.write() as tx:
        for path in paths:
            store.sources.add(
                tx, url=server.url(path), kind="feed", title=path.strip("/"), at=diet.clock()
            )


def test_each_failing_source_is_one_line_and_the_good_ones_still_come(tmp_path: Path) -> None:
    routes = {
        "/good": document(rss("One", "Two")),
        "/broken": Answer(body=b"<rss><channel><title>Half a feed"),
        "/error": refusal(500),
        "/later": refusal(429, **{"Retry-After": "3600"}),
        "/slow": slow(5),
        "/endless": endless(),
        "/inside": redirect("http://10.0.0.1/secret"),
        "/loop": redirect("/loop"),
        "/gone": refusal(410),
        "/nothing": Answer(body=b""),
    }
    with Server(routes) as server:
        diet = opened(tmp_path, max_body_bytes=200_000)
        subscribe(diet, server, *routes)
        gathered = diet.gather()
        troubles = {report.source.title: report.trouble for report in gathered.troubles}
        assert gathered.new >= 2
        assert diet.edition().slots, "the good source makes an edition"
        diet.db.close()

    assert "good" not in troubles
    failing = {path.strip("/") for path in routes} - {"good"}
    assert troubles.keys() >= failing
    for title, trouble in troubles.items():
        assert trouble.endswith("."), (title, trouble)
        assert "Traceback" not in trouble
        assert len(trouble) < 250


def test_a_failing_source_keeps_what_it_brought_before(tmp_path: Path) -> None:
    with Server({"/feed": document(rss("Kept"))}) as server:
        diet = opened(tmp_path)
        subscribe(diet, server, "/feed")
        diet.gather()
        server.routes["/feed"] = refusal(503)
        gathered = diet.gather(force=True)
        with diet.db.read() as tx:
            assert [item.title for item in store.items.newest(tx, 5)] == ["Kept"]
        assert gathered.troubles
        server.routes["/feed"] = document(rss("Kept", "Back"))
        assert diet.gather(force=True).new == 1
        diet.db.close()


def test_an_edited_title_updates_and_is_no_second_piece(tmp_path: Path) -> None:
    before = rss("A bridge opens")
    with Server({"/feed": document(before)}) as server:
        diet = opened(tmp_path)
        subscribe(diet, server, "/feed")
        diet.gather()
        server.routes["/feed"] = document(before.replace(b"A bridge opens", b"The bridge opens"))
        gathered = diet.gather(force=True)
        with diet.db.read() as tx:
            titles = [item.title for item in store.items.newest(tx, 5)]
        diet.db.close()

    assert (gathered.new, gathered.updated) == (0, 1)
    assert titles == ["The bridge opens"]


def test_a_private_address_is_never_asked_unless_allowed(tmp_path: Path) -> None:
    with Server({"/feed": document(rss("Secret"))}) as server:
        diet = opened(tmp_path, allow_hosts=())
        subscribe(diet, server, "/feed")
        gathered = diet.gather()
        diet.db.close()

        assert server.seen == []
    assert "127.0.0.1" in gathered.troubles[0].trouble


def test_a_full_disk_is_said_and_loses_nothing(tmp_path: Path) -> None:
    words = " ".join(f"word{n}" for n in range(4000))
    with Server({"/one": document(rss("First")), "/two": document(rss(words))}) as server:
        diet = opened(tmp_path)
        subscribe(diet, server, "/one")
        diet.gather()
        subscribe(diet, server, "/two")
        with diet.db.read() as tx:
            pages = tx.connection.exec_driver_sql("PRAGMA page_count").scalar()
        limit_pages(diet, int(pages or 0))
        with pytest.raises(StoreError, match=r"full|space"):
            fill(diet, server, words)
        with diet.db.read() as tx:
            assert "First" in [item.title for item in store.items.newest(tx, 500)]
        diet.db.close()


def fill(diet: Diet, server: Server, words: str) -> None:
    """Gather more and more, up to a few megabytes."""
    for number in range(50):
        server.routes["/two"] = document(rss(*(f"{n} {words}" for n in range(number + 5))))
        diet.gather(force=True)


def limit_pages(diet: Diet, pages: int) -> None:
    """Every connection of this home may hold so many pages: what a full disk looks like."""
    from sqlalchemy import event

    @event.listens_for(diet.db.engine, "begin")
    def limit(connection: object) -> None:
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")  # type: ignore[attr-defined]


def test_killed_in_the_middle_of_fetching_it_goes_on_where_it_was(tmp_path: Path) -> None:
    titles = [f"Piece {n} of many" for n in range(60)]
    routes = {f"/{n}": document(rss(*(f"{title} from {n}" for title in titles))) for n in range(8)}
    with Server(routes) as server:
        diet = opened(tmp_path)
        subscribe(diet, server, *routes)
        diet.db.close()
        environment = {**os.environ, "HEED_ALLOW_HOSTS": "127.0.0.1", "HEED_FULL_TEXT_PIECES": "0"}
        fetching = subprocess.Popen(
            [sys.executable, "-m", "heed", "--home", tmp_path, "fetch"], env=environment
        )
        while not server.seen and fetching.poll() is None:
            time.sleep(0.01)
        time.sleep(0.15)
        fetching.send_signal(signal.SIGKILL)
        fetching.wait(10)

        again = opened(tmp_path)
        again.gather(force=True)
        with again.db.read() as tx:
            kept = store.items.newest(tx, 10_000)
            assert store.vectors.missing(tx, again.clock().replace(year=2000)) == []
        again.db.close()

    assert len(kept) == len({(item.source_id, item.title) for item in kept}) == 8 * 60


def test_a_folder_that_vanished_is_a_sentence(tmp_path: Path) -> None:
    folder = tmp_path / "notes"
    folder.mkdir()
    (folder / "a.txt").write_text("Kept\n\nSome words.", encoding="utf-8")
    diet = opened(tmp_path / "home")
    sources.add(diet, str(folder))
    diet.gather()
    (folder / "a.txt").unlink()
    folder.rmdir()
    gathered = diet.gather(force=True)
    with diet.db.read() as tx:
        assert store.items.count(tx) == 1
    diet.db.close()

    assert gathered.troubles[0].trouble == f"There is no folder {folder}. Check its name."


def addresses(diet: Diet) -> list[str]:
    with diet.db.read() as tx:
        return [one.url for one in store.sources.all(tx)]


def moving(server: Server, status: int, *titles: str) -> None:
    server.routes["/old"] = redirect("/new", status)
    server.routes["/new"] = document(rss(*titles))


def test_a_feed_that_moved_for_good_is_asked_at_its_new_address(tmp_path: Path) -> None:
    with Server({"/old": document(rss("One"))}) as server:
        diet = opened(tmp_path)
        subscribe(diet, server, "/old")
        diet.gather()
        moving(server, 301, "One", "Two")
        assert diet.gather(force=True).new == 1
        assert addresses(diet) == [server.url("/new")]
        diet.db.close()


@pytest.mark.parametrize(("status", "titles"), [(302, ("One", "Two")), (301, ("A sold domain",))])
def test_a_detour_or_a_stranger_leaves_the_address_alone(
    tmp_path: Path, status: int, titles: tuple[str, ...]
) -> None:
    with Server({"/old": document(rss("One"))}) as server:
        diet = opened(tmp_path)
        subscribe(diet, server, "/old")
        diet.gather()
        moving(server, status, *titles)
        diet.gather(force=True)
        assert addresses(diet) == [server.url("/old")]
        diet.db.close()


def test_a_feed_that_moved_onto_another_source_stays_where_it_is(tmp_path: Path) -> None:
    with Server({"/old": document(rss("One")), "/new": document(rss("Else"))}) as server:
        diet = opened(tmp_path)
        subscribe(diet, server, "/old", "/new")
        diet.gather()
        moving(server, 308, "One", "Two")
        diet.gather(force=True)
        assert set(addresses(diet)) == {server.url("/old"), server.url("/new")}
        diet.db.close()
