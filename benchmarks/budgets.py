"""What a page costs a browser that has never been here, beside what it may cost.

    python benchmarks/budgets.py [--small]

Each page is opened in chromium with an empty cache, three times, on this machine over the loopback;
a home with the sample, laid out once. Bytes are those sent, headers included and nothing packed.
Times are medians: of the server until its first byte, and until something is painted. Times depend
on what else the machine does, so they are only told; what can be counted and is over its limit
makes the exit status 1. The limits of times, nodes and shift are those Lighthouse calls good.
--small: the first page only, once.
"""

import argparse
import os
import platform
import shutil
import statistics
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import astuple, dataclass
from pathlib import Path
from threading import Thread

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before numpy

import uvicorn
from playwright.sync_api import Browser, Page, Response, sync_playwright

from heed.actions import sample
from heed.actions.home import create_home, open_home
from heed.diet import Diet
from heed.web.app import create_app

SEED = 0
"""Nothing is drawn but the edition, whose chance is the day's."""
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")
PAGES = (
    "/",
    "/left-out",
    "/newest",
    "/saved",
    "/sources",
    "/rules",
    "/settings",
    "/search?q=bridge",
    "/ask",
    "/watch",
    "/recommend",
    "/ledger",
    "/you",
    "/evaluation",
    "/diet",
    "/goals",
    "/highlights",
    "/cards",
    "/team",
    "/team/people",
    "/desk",
    "/lab",
    "/lab/see",
    "/value",
    "/attention",
)
TOLD = """async () => {
    const of = (type) => new Promise((done) => {
        const seen = [];
        new PerformanceObserver((list) => seen.push(...list.getEntries()))
            .observe({ type, buffered: true });
        setTimeout(() => done(seen), 100);
    });
    const [way] = performance.getEntriesByType("navigation");
    const paints = await of("paint");
    const shifts = await of("layout-shift");
    const first = paints.find((one) => one.name === "first-contentful-paint");
    return {
        server: way.responseStart - way.requestStart,
        paint: first ? first.startTime : 0,
        nodes: document.querySelectorAll("*").length,
        shift: shifts.filter((one) => !one.hadRecentInput).reduce((sum, one) => sum + one.value, 0),
    };
}"""


@dataclass(frozen=True, slots=True)
class Cost:
    """What one visit took. kb: 1024 bytes sent; strangers: requests that left this server."""

    kb: float
    requests: int
    strangers: int
    nodes: int
    shift: float
    server_ms: float
    paint_ms: float


HEAD = ("KB", "requests", "others", "nodes", "shift", "server ms", "paint ms")
LIMIT = Cost(150, 20, 0, 1400, 0.1, 300, 1800)
FIRST_KB = 100
COUNTED = 5
"""So many of the columns can be counted; the others are times."""


@contextmanager
def served(diet: Diet) -> Iterator[str]:
    """The address of a home while it is served."""
    app = create_app(diet, sample=True)
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="warning", ws="none"))
    thread = Thread(target=server.run, daemon=True)
    thread.start()
    try:
        while not server.started:
            thread.join(0.01)
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()


def visit(browser: Browser, base: str, path: str) -> Cost:
    """One page, by a browser with an empty cache."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-GB")
    context.set_default_timeout(60_000)
    page, came = context.new_page(), list[Response]()
    page.on("response", lambda one: came.append(one))  # playwright marks its handlers
    page.goto(base + path, wait_until="networkidle")
    found = cost(page, came, base)
    context.close()
    return found


def cost(page: Page, came: Sequence[Response], base: str) -> Cost:
    """What the page and everything it asked for took."""
    told = page.evaluate(TOLD)
    sizes = [one.request.sizes() for one in came]
    sent = sum(one["responseBodySize"] + one["responseHeadersSize"] for one in sizes)
    return Cost(
        kb=sent / 1024,
        requests=len(came),
        strangers=sum(not one.url.startswith((base, "data:")) for one in came),
        nodes=told["nodes"],
        shift=told["shift"],
        server_ms=told["server"],
        paint_ms=told["paint"],
    )


def middle(visits: Sequence[Cost]) -> Cost:
    """The largest of what is counted, the median of what is timed."""
    rows = list(zip(*map(astuple, visits), strict=True))
    return Cost(*map(max, rows[:COUNTED]), *map(statistics.median, rows[COUNTED:]))


def limit_of(path: str) -> Cost:
    """What this page may cost; the first one less."""
    return Cost(FIRST_KB, *astuple(LIMIT)[1:]) if path == "/" else LIMIT


def line(path: str, found: Cost) -> tuple[str, bool]:
    """One row of the table, with a mark at what is over; and whether all that is counted holds."""
    cells, over = [], []
    for value, most in zip(astuple(found), astuple(limit_of(path)), strict=True):
        over.append(value > most)
        digits = 3 if most < 1 and most else 0
        cells.append(f"{value:.{digits}f}{'!' if over[-1] else ' '}")
    told = f"{path:18}" + "".join(f"{cell:>11}" for cell in cells)
    return told, not any(over[:COUNTED])


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--small", action="store_true")
    small = asked.parse_args().small
    pages, times = (PAGES[:1], 1) if small else (PAGES, 3)
    machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        create_home(Path(folder))
        diet = open_home(Path(folder))
        sample.lay_out(diet)
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=list(FLAGS)
        )
        print(f"{machine}, chromium {browser.version}, seed {SEED}, the sample's home")
        with served(diet) as base:
            found = {
                path: middle([visit(browser, base, path) for _ in range(times)]) for path in pages
            }
        browser.close()
        diet.db.close()
    print(f"{'page':18}" + "".join(f"{head + ' ':>11}" for head in HEAD))
    held = []
    for path, one in found.items():
        told, holds = line(path, one)
        held.append(holds)
        print(told)
    limits = "".join(f"{value:>10g} " for value in astuple(LIMIT))
    print(f"{'at most':18}{limits} (KB of the first page: {FIRST_KB})")
    sys.exit(0 if all(held) else 1)


if __name__ == "__main__":
    main()
