"""Real documents from HEED_DATA as a small web of feeds: path -> bytes. None of them is kept.

Without the folder none of this is called: the tests that use it carry the `data` marker.
"""

import gzip
import json
import tarfile
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from email.utils import format_datetime
from html import escape
from pathlib import Path

Row = Mapping[str, str]


def worldnews_rows(data: Path, day: date) -> list[Row]:
    """The rows collected on one UTC day, in the order they came."""
    year, week, _ = day.isocalendar()
    path = data / "stream_worldnews" / f"{year}-W{week}.ndjson.gz"
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return [row for row in rows if row["collectedAt"].startswith(day.isoformat())]


def worldnews(data: Path, day: date) -> dict[str, bytes]:
    """One RSS document a source, as its feed may have looked at the end of that day."""
    by_source: dict[str, list[Row]] = defaultdict(list)
    for row in worldnews_rows(data, day):
        by_source[row["source"]].append(row)
    return {
        f"/worldnews/{source.replace(' ', '-')}.xml": rss(source, rows)
        for source, rows in by_source.items()
    }


def rss(title: str, rows: Iterable[Row]) -> bytes:
    """Rows as an RSS 2.0 document; the description stays escaped the way it was collected."""
    items = "".join(
        f"<item><title>{escape(row['title'])}</title><link>{escape(row['link'])}</link>"
        f"<description>{escape(row.get('description') or '')}</description>"
        f"<pubDate>{_rfc822(row['pubDate'])}</pubDate></item>"
        for row in rows
    )
    return (
        f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel>'
        f"<title>{escape(title)}</title><link>https://news.example/</link>{items}</channel></rss>"
    ).encode()


def daily_blogs(data: Path, day: date) -> dict[str, bytes]:
    """The blogs of feeds_daily as they stood on one day."""
    archive = next((data / "feeds_daily").glob("*.tar.xz"))
    with tarfile.open(archive) as tar:
        return {
            f"/blogs/{member.name.split('/')[0]}.xml": file.read()
            for member in tar
            if member.name.endswith(f"{day.isoformat()}.xml")
            and (file := tar.extractfile(member)) is not None
        }


def feed_corpus(data: Path) -> dict[str, bytes]:
    """Every document of the corpus, by its name."""
    archive = next((data / "feeds_corpus").glob("*.zip"))
    with zipfile.ZipFile(archive) as documents:
        return {
            f"/corpus/{number}/{Path(name).name}": documents.read(name)
            for number, name in enumerate(sorted(documents.namelist()))
            if not name.endswith(("/", "INDEX.jsonl"))
        }


def opml(base: str, paths: Iterable[str]) -> bytes:
    """A subscription list of these paths, grouped by their first folder."""
    groups: dict[str, list[str]] = defaultdict(list)
    for path in paths:
        groups[path.split("/")[1]].append(path)
    outlines = "".join(
        f'<outline text="{escape(group)}">'
        + "".join(
            f'<outline type="rss" text="{escape(Path(path).stem)}" xmlUrl="{base}{path}"/>'
            for path in members
        )
        + "</outline>"
        for group, members in groups.items()
    )
    return f'<opml version="2.0"><body>{outlines}</body></opml>'.encode()


def _rfc822(text: str) -> str:
    return format_datetime(datetime.fromisoformat(text.replace("Z", "+00:00")))
