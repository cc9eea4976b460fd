"""How well the article of a page is found, against taking all its text.

    HEED_DATA=... python benchmarks/fulltext.py [--pages 181]

F1 over multisets of 4-word shingles per page, averaged; pages and gold texts are
HEED_DATA/html_scrapinghub (181 pages). Nothing was tuned on them. Times are CPU, one thread.
The interval is a bootstrap over pages, seed 0.
"""

import argparse
import json
import os
import platform
import random
import re
import tarfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from heed.errors import Unreadable
from heed.sources import full_text
from heed.sources.markup import plain
from heed.types import Fetched

SEED = 0
Extract = Callable[[str, bytes], str]


def pages(folder: Path) -> list[tuple[str, bytes, str]]:
    """(address, page, gold text), by file name."""
    archive = next(folder.glob("*.tar.xz"))
    with tarfile.open(archive) as packed:
        files = {
            Path(member.name).name: file.read()
            for member in packed
            if member.isfile() and (file := packed.extractfile(member)) is not None
        }
    gold = json.loads(files["ground-truth.json"])
    return [
        (row["url"], files[f"{name}.html"], row["articleBody"])
        for name, row in sorted(gold.items())
        if f"{name}.html" in files
    ]


def shingles(text: str) -> Counter[tuple[str, ...]]:
    words = re.findall(r"\w+", text)
    if len(words) < 4:
        return Counter([tuple(words)])
    return Counter(zip(words, words[1:], words[2:], words[3:], strict=False))


def f1(found: str, gold: str) -> tuple[float, float, float]:
    """(F1, precision, recall) of one page."""
    ours, theirs = shingles(found), shingles(gold)
    shared = sum((ours & theirs).values())
    precision = shared / max(sum(ours.values()), 1)
    recall = shared / max(sum(theirs.values()), 1)
    return 2 * shared / max(sum(ours.values()) + sum(theirs.values()), 1), precision, recall


def by_heed(url: str, page: bytes) -> str:
    try:
        return full_text(Fetched(url, 200, page)).text
    except Unreadable:
        return ""


def all_text(url: str, page: bytes) -> str:
    return plain(page.decode("utf-8", "replace"))


def interval(scores: list[float]) -> float:
    """Half the width of the 95 % bootstrap interval of the mean."""
    rng = random.Random(SEED)
    means = sorted(sum(rng.choices(scores, k=len(scores))) / len(scores) for _ in range(1000))
    return (means[975] - means[25]) / 2


def report(name: str, extract: Extract, rows: list[tuple[str, bytes, str]]) -> None:
    started = time.process_time()
    found = [extract(url, page) for url, page, _ in rows]
    spent = time.process_time() - started
    scores = [f1(text, gold) for text, (_, _, gold) in zip(found, rows, strict=True)]
    mean, precision, recall = (sum(column) / len(rows) for column in zip(*scores, strict=True))
    width = interval([score[0] for score in scores])
    print(
        f"{name:10} F1 {mean:.3f} ±{width:.3f}  P {precision:.3f}  R {recall:.3f}  "
        f"{len(rows) / spent:6.1f} pages/s  empty {sum(not text for text in found)}"
    )


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--pages", type=int, default=181)
    given = arguments.parse_args()
    data = os.environ.get("HEED_DATA")
    if not data:
        raise SystemExit("HEED_DATA is not set: it names a folder of real data.")
    rows = pages(Path(data) / "html_scrapinghub")[: given.pages]
    print(f"{platform.machine()} {os.cpu_count()} cores, Python {platform.python_version()}")
    print(f"{len(rows)} pages, html_scrapinghub, seed {SEED}")
    by_heed(*rows[0][:2])  # loads the extractor outside the clock
    report("heed", by_heed, rows)
    report("all text", all_text, rows)


if __name__ == "__main__":
    main()
