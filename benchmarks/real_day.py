"""Two real days from bytes to edition, over a loopback web: what it costs and what an answer moves.

    HEED_DATA=/path/to/data python benchmarks/real_day.py [--all] [--show]

Serves a day of world news (with --all also eighteen blogs and every document of the feed corpus)
on 127.0.0.1, adds it by OPML, gathers, makes a 30-minute edition, reads two pieces, answers, turns
to the next day and gathers again. The baseline is the newest-first list cut at the same minutes.
Processor time and memory are those of the reading process alone; the serving one is its parent.
"""

import argparse
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from fakes import realdata
from fakes.server import Answer, Route, Seen, Server, document

NEWS_DAYS = (date(2026, 5, 13), date(2026, 5, 14))
BLOG_DAYS = (date(2026, 7, 10), date(2026, 7, 11))


def routes(data: Path, number: int, everything: bool) -> dict[str, Route]:
    """The web as it stood on the first (0) or second (1) day."""
    bodies = realdata.worldnews(data, NEWS_DAYS[number])
    if everything:
        bodies |= realdata.daily_blogs(data, BLOG_DAYS[number]) | realdata.feed_corpus(data)
    return {path: document(body, "application/xml") for path, body in bodies.items()}


def serve(data: Path, everything: bool, show: bool) -> int:
    with Server(routes(data, 0, everything)) as server:
        first = realdata.opml(server.url("").rstrip("/"), server.routes)

        def turn(seen: Seen) -> Answer:
            server.routes.update(routes(data, 1, everything))
            return Answer(body=b"it is the next day")

        server.routes["/turn"] = turn
        server.routes["/list.opml"] = first
        order = [sys.executable, __file__, "--read", server.url("")]
        order += ["--show"] if show else []
        environment = {**os.environ, "OPENBLAS_NUM_THREADS": "1"}  # as the heed command sets it
        return subprocess.run(order, check=False, env=environment).returncode


@contextmanager
def measured(step: str) -> Iterator[None]:
    cpu, wall = time.process_time(), time.perf_counter()
    yield
    spent, took = time.process_time() - cpu, time.perf_counter() - wall
    print(f"{step:<34} {spent:8.2f} CPU-s {took:8.2f} s")


def read(base: str, show: bool) -> None:
    from heed import store
    from heed.actions import sources
    from heed.actions.home import create_home, open_home

    now = [datetime(2026, 5, 13, 23, 0, tzinfo=UTC)]
    home = Path(tempfile.mkdtemp(prefix="heed-real-day-"))
    create_home(home)
    with measured("open a new home"):
        diet = open_home(home, clock=lambda: now[0], allow_hosts=("127.0.0.1",), full_text_pieces=0)
    base = base.rstrip("/")
    with urllib.request.urlopen(f"{base}/list.opml") as answer, measured("add by OPML"):
        added = sources.add_opml(diet, answer.read())
    with measured("gather the first day"):
        gathered = diet.gather()
    print(f"  {len(added)} sources, {gathered.new} pieces, {len(gathered.troubles)} in trouble")
    for report in gathered.troubles if show else ():
        print(f"    {report.source.title}: {report.trouble}")
    with measured("gather again, nothing new"):
        again = diet.gather(force=True)
    assert (again.new, again.updated) == (0, 0), again
    with measured("the first edition"):
        today = diet.edition()
    tell(today, show)
    liked, disliked = today.slots[0], today.slots[1]
    diet.read(liked.item_id, active_s=120, answer="more")
    diet.read(disliked.item_id, active_s=60, answer="none")
    urllib.request.urlopen(f"{base}/turn").close()
    now[0] += timedelta(days=1)
    with measured("gather the second day"):
        news = diet.gather(force=True)
    print(f"  {news.new} new, {news.updated} changed")
    with measured("the second edition"):
        tomorrow = diet.edition()
    tell(tomorrow, show)
    named = [r for slot in tomorrow.slots for r in slot.reasons if r.item_id == liked.item_id]
    print(f"  {len(named)} of {len(tomorrow.slots)} pieces lean on “{liked.title}”")
    with diet.db.read() as tx:
        newest = store.items.newest(tx, 400)
    print(f"  of these, newest-first would show {overlap(newest, tomorrow)}")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def overlap(newest, edition) -> str:
    shown, spent = set(), 0
    for item in newest:
        spent += item.seconds
        if spent > edition.granted_s:
            break
        shown.add(item.story_id)
    both = shown & {slot.story_id for slot in edition.slots}
    return f"{len(both)} of {len(edition.slots)}"


def tell(edition, show: bool) -> None:
    print(
        f"  {len(edition.slots)} pieces, {edition.planned_s / 60:.1f} of "
        f"{edition.granted_s / 60:.0f} minutes, price {edition.price:.3f}, "
        f"gap {edition.gap:.4%}, {len(edition.left_out)} left out, seed {edition.seed}"
    )
    for slot in edition.slots if show else ():
        print(f"    {slot.kind:<8}{slot.worth:5.2f}  +{slot.outlets - 1}  {slot.title[:80]}")


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--all", action="store_true", help="serve blogs and the corpus too")
    options.add_argument("--show", action="store_true", help="print the editions and the troubles")
    options.add_argument("--read", metavar="BASE", help=argparse.SUPPRESS)
    chosen = options.parse_args()
    if chosen.read:
        read(chosen.read, chosen.show)
        return 0
    data = os.environ.get("HEED_DATA")
    if not data:
        print("HEED_DATA is not set: it names a folder of real data.")
        return 1
    print(
        f"{platform.processor() or platform.machine()}, {os.cpu_count()} cores, Python "
        f"{platform.python_version()}; world news of {NEWS_DAYS[0]} and {NEWS_DAYS[1]}"
    )
    return serve(Path(data), chosen.all, chosen.show)


if __name__ == "__main__":
    sys.exit(main())
