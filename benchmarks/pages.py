"""How long the server thinks about a page, and how much it sends, with 100,000 items stored.

    python benchmarks/pages.py [--items 100000] [--seed 1]

Each page is asked ten times in one process without a network; wall-clock time, the median. The
first column is the first time it is asked: today's edition is made then. Beside each
stands the same page of a home without an item. One thread; the items are made up (see store.py).
"""

import argparse
import gzip
import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before numpy

import platform
import statistics
import tempfile
import time
from datetime import datetime, timedelta
from pathlib import Path

from starlette.testclient import TestClient

from heed import store
from heed.diet import Diet
from heed.models.encoder import load_encoder
from heed.settings import Settings
from heed.web.app import create_app
from heed.wire.late import LateWeb
from store import A_DAY, START, fill, live, made_up

PAGES = (
    "/",
    "/left-out",
    "/newest",
    "/sources",
    "/search?q=harbour",
    "/ledger",
    "/you",
    "/evaluation",
)
ADDRESS = "http://127.0.0.1:8421"
TIMES = 10
AIM_MS, AIM_KB = 300, 100


def opened(folder: Path, now: datetime) -> Diet:
    """A home with the real encoder, which is not asked to read anything here."""
    settings = Settings(home=folder, timezone="UTC")
    web = LateWeb(allow_hosts=(), timeout_s=1, max_body_bytes=1)
    return Diet(store.open(settings.database), web, settings, lambda: now, load_encoder)


def measure(diet: Diet) -> dict[str, tuple[float, float, int, int]]:
    """First and median milliseconds, bytes and bytes when packed, of every page."""
    found = {}
    with TestClient(create_app(diet), base_url=ADDRESS, headers={"origin": ADDRESS}) as client:
        for page in PAGES:
            taken = []
            for _ in range(TIMES):
                began = time.perf_counter()
                body = client.get(page).content
                taken.append(1e3 * (time.perf_counter() - began))
            packed = len(gzip.compress(body))
            found[page] = (taken[0], statistics.median(taken), len(body), packed)
    return found


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--items", type=int, default=100_000)
    asked.add_argument("--seed", type=int, default=1)
    given = asked.parse_args()
    print(
        f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, ",
        end="",
    )
    print(f"{given.items} items, seed {given.seed}")
    now = START + timedelta(days=given.items / A_DAY)
    with tempfile.TemporaryDirectory() as folder:
        full, empty = opened(Path(folder) / "full", now), opened(Path(folder) / "empty", now)
        items = made_up(given.items, given.seed)
        fill(full.db, items)
        live(full.db, items, given.seed)
        ours, none = measure(full), measure(empty)
        for diet in (full, empty):
            diet.db.close()
    print(f"{'page':22}{'first ms':>10}{'ms':>8}{'empty ms':>10}{'KB':>8}{'packed':>8}")
    for page, (first, then, size, packed) in ours.items():
        told = f"{page:22}{first:10.0f}{then:8.0f}{none[page][1]:10.0f}"
        print(f"{told}{size / 1024:8.0f}{packed / 1024:8.0f}")
    print(f"aim: the first page within {AIM_MS} ms and {AIM_KB} KB")


if __name__ == "__main__":
    main()
