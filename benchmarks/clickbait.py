"""How precise the signs of a clickbait title are, against dumb rules.

    HEED_DATA=... python benchmarks/clickbait.py

Data: `clickbait`, English headlines, half of them clickbait; the rules were written looking at the
first half of a fixed shuffle (seed 0) and are reported on the second. News and Chinese titles have
no labels: there, the share of titles flagged is printed, which a quiet rule keeps low.
"""

import csv
import gzip
import json
import os
import platform
import random
import re
from collections.abc import Callable, Sequence
from pathlib import Path

from heed.filter.quality import is_clickbait

Rule = Callable[[str], bool]
BASELINES: dict[str, Rule] = {
    "starts with a number": lambda title: title[:1].isdigit(),
    "has a number": lambda title: re.search(r"\d", title) is not None,
    "says you": lambda title: re.search(r"\byou", title, re.IGNORECASE) is not None,
}


def labelled(folder: Path) -> list[tuple[str, bool]]:
    with gzip.open(folder / "clickbait_dev80.csv.gz", "rt", encoding="utf-8") as file:
        rows = [(row["title"], row["clickbait"] == "1") for row in csv.DictReader(file)]
    random.Random(0).shuffle(rows)
    return rows[len(rows) // 2 :]


def line(name: str, rule: Rule, rows: Sequence[tuple[str, bool]]) -> str:
    flagged = [true for title, true in rows if rule(title)]
    hits, wanted = sum(flagged), sum(true for _, true in rows)
    return f"{name:<22}{hits / max(len(flagged), 1):>10.3f}{hits / wanted:>10.3f}{len(flagged):>10}"


def news_titles(folder: Path) -> list[str]:
    with gzip.open(sorted(folder.glob("2026-W*.ndjson.gz"))[0], "rt", encoding="utf-8") as file:
        return [json.loads(row)["title"] for row in file]


def chinese_titles(folder: Path) -> list[str]:
    with gzip.open(folder / "test_dev5k.tsv.gz", "rt", encoding="utf-8") as file:
        return [row.split("\t")[0] for row in file]


def main() -> None:
    data = Path(os.environ["HEED_DATA"])
    rows = labelled(data / "clickbait")
    print(f"{platform.machine()}, seed 0, {len(rows)} headlines held out")
    print(f"{'':<22}{'precision':>10}{'recall':>10}{'flagged':>10}")
    for name, rule in {"heed's rules": is_clickbait, **BASELINES}.items():
        print(line(name, rule, rows))
    for name, titles in {
        "world news": news_titles(data / "stream_worldnews"),
        "Chinese news": chinese_titles(data / "zh_thucnews_titles"),
    }.items():
        share = sum(map(is_clickbait, titles)) / len(titles)
        print(f"flagged of {len(titles)} titles of {name}: {share:.2%}")


if __name__ == "__main__":
    main()
