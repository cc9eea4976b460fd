"""The bundled sources: what a newcomer is promised about their form, number, length and safety."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from heed import sample

INSTALLED = datetime(2030, 1, 2, 3, 4, 5, tzinfo=UTC)
EVERYTHING = INSTALLED + timedelta(hours=72)
EVENTS: dict[str, list[str]] = json.loads(
    (Path(__file__).parent / "events.json").read_text(encoding="utf-8")
)
TAGS = {"p", "h2", "em", "code", "pre", "blockquote", "ul", "ol", "li", "a"}


def feed(name: str, now: datetime = EVERYTHING) -> dict[str, Any]:
    parsed: dict[str, Any] = json.loads(sample.published(name, installed_at=INSTALLED, now=now))
    return parsed


def items(language: str = "", now: datetime = EVERYTHING) -> Iterator[dict[str, Any]]:
    for source in sample.feeds(language):
        yield from feed(source.name, now)["items"]


class Markup(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: Counter[str] = Counter()
        self.attributes: set[str] = set()
        self.words: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open.append(tag)
        self.tags[tag] += 1
        self.attributes |= {name for name, _ in attrs}

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def text(item: dict[str, Any]) -> str:
    return " ".join("".join(Markup(item["content_html"]).words).split())


def length(item: dict[str, Any], language: str) -> int:
    """Words in English, characters without spaces in Chinese."""
    return len(text(item).split()) if language == "en" else len(re.sub(r"\s", "", text(item)))


def by_id() -> dict[str, dict[str, Any]]:
    return {item["id"]: item for item in items()}


def test_there_are_twelve_sources_four_of_them_chinese() -> None:
    assert len(sample.feeds()) == 12
    assert len(sample.feeds("zh")) == 4
    assert len(sample.feeds("en")) == 8


def test_there_are_at_least_140_items_and_every_source_has_about_a_dozen() -> None:
    counts = [len(feed(source.name)["items"]) for source in sample.feeds()]
    assert sum(counts) >= 140
    assert min(counts) >= 12
    assert max(counts) <= 20


@pytest.mark.parametrize("name", [source.name for source in sample.feeds()])
def test_every_source_is_a_valid_json_feed(name: str) -> None:
    document = feed(name)
    assert document["version"] == "https://jsonfeed.org/version/1.1"
    assert document["home_page_url"] == f"https://sample.heed.example/{name}"
    assert document["language"] in {"en", "zh"}
    assert document["title"].strip()
    assert document["_heed"]["topic"].strip()
    for item in document["items"]:
        assert item["id"].startswith(f"{name}/")
        assert item["url"] == f"https://sample.heed.example/{item['id']}"
        assert item["title"].strip()
        assert item["content_html"].strip()
        assert all(author["name"].strip() for author in item["authors"])
        assert datetime.fromisoformat(item["date_published"]).utcoffset() is not None


@pytest.mark.parametrize("field", ["id", "url", "title", "content_html"])
def test_no_two_items_share(field: str) -> None:
    counted = Counter(item[field] for item in items())
    assert [value for value, n in counted.items() if n > 1] == []


def test_no_sentence_is_printed_in_two_pieces() -> None:
    counted = Counter(sentence for item in items() for sentence in _sentences(item))
    assert [sentence for sentence, n in counted.items() if n > 1] == []


def test_at_least_fifteen_pieces_are_long_and_some_in_each_language() -> None:
    english = sum(length(item, "en") >= 600 for item in items("en"))
    chinese = sum(length(item, "zh") >= 1000 for item in items("zh"))
    assert english >= 12
    assert chinese >= 4
    assert english + chinese >= 15


def test_lengths_are_mixed_from_notes_to_essays() -> None:
    lengths = [length(item, "en") for item in items("en")]
    assert sum(n <= 80 for n in lengths) >= 15
    assert sum(100 <= n <= 400 for n in lengths) >= 40
    assert max(lengths) <= 2400


def test_an_edition_can_hold_pieces_of_six_minutes_and_more_from_the_first_day() -> None:
    english = sum(length(item, "en") >= 1500 for item in items("en", INSTALLED))
    chinese = sum(length(item, "zh") >= 3000 for item in items("zh", INSTALLED))
    later = sum(length(item, "en") >= 1500 for item in items("en", INSTALLED + timedelta(hours=24)))
    assert english >= 2
    assert chinese >= 1
    assert later > english


def test_the_noisy_source_says_little_and_often() -> None:
    posts = feed("haowu")["items"]
    assert len(posts) > 12
    assert max(length(post, "zh") for post in posts) < 60


def test_every_telling_of_an_event_is_an_item() -> None:
    known = by_id().keys()
    assert [id for ids in EVENTS.values() for id in ids if id not in known] == []


def test_six_english_events_and_three_chinese_ones_are_told_by_several_outlets() -> None:
    language = {source.name: source.language for source in sample.feeds()}
    spoken = Counter(language[ids[0].split("/")[0]] for ids in EVENTS.values())
    assert spoken["en"] >= 6
    assert spoken["zh"] >= 3
    for ids in EVENTS.values():
        outlets = {id.split("/")[0] for id in ids}
        assert len(outlets) == len(ids) >= 2
        assert len({language[outlet] for outlet in outlets}) == 1


def test_tellings_of_an_event_come_within_twelve_hours() -> None:
    pieces = by_id()
    for event, ids in EVENTS.items():
        times = [datetime.fromisoformat(pieces[id]["date_published"]) for id in ids]
        assert max(times) - min(times) <= timedelta(hours=12), event


def test_tellings_of_an_event_are_written_anew() -> None:
    pieces = {id: _shingles(item) for id, item in by_id().items()}
    for ids in EVENTS.values():
        for a, b in combinations(ids, 2):
            shared = len(pieces[a] & pieces[b]) / min(len(pieces[a]), len(pieces[b]))
            assert shared < 0.15, (a, b)


def _shingles(item: dict[str, Any], size: int = 12) -> set[str]:
    words = text(item)
    return {words[i : i + size] for i in range(len(words) - size + 1)}


def _sentences(item: dict[str, Any]) -> set[str]:
    parts = re.split(r"[.!?。！？]\s*", text(item))
    return {part for part in parts if len(part) > 12}


def test_html_is_balanced_and_plain() -> None:
    for item in items():
        markup = Markup(item["content_html"])
        assert markup.open == [], item["id"]
        assert set(markup.tags) <= TAGS, item["id"]
        assert markup.attributes <= {"href"}, item["id"]


def test_no_address_leaves_the_reserved_example_domain() -> None:
    for source in sample.feeds():
        document = {**feed(source.name), "version": ""}
        raw = json.dumps(document, ensure_ascii=False)
        hosts = set(re.findall(r"https?://([^/\"\s<]+)", raw))
        assert hosts == {"sample.heed.example"}


def test_most_pieces_are_there_on_the_first_day() -> None:
    total, first = sum(1 for _ in items()), sum(1 for _ in items(now=INSTALLED))
    assert 0.55 <= first / total <= 0.65


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("day", [1, 2, 3])
def test_each_following_day_brings_fresh_pieces(language: str, day: int) -> None:
    before = INSTALLED + timedelta(days=day - 1)
    seen = sum(1 for _ in items(language, before))
    fresh = sum(1 for _ in items(language, before + timedelta(days=1))) - seen
    assert fresh >= (7 if language == "en" else 3)


def test_nothing_is_older_than_a_day_and_a_half() -> None:
    oldest = min(datetime.fromisoformat(item["date_published"]) for item in items())
    assert INSTALLED - oldest <= timedelta(hours=36)


def test_files_are_written_to_be_read() -> None:
    folder = Path(sample.__file__).parent / "feeds"
    for path in folder.glob("*.json"):
        raw = path.read_text(encoding="utf-8")
        assert raw == json.dumps(json.loads(raw), ensure_ascii=False, indent=2) + "\n", path.name


def test_chinese_texts_use_full_width_punctuation() -> None:
    half_width = re.compile(r"[\u4e00-\u9fff][,;:?!()]|[,;:?!()][\u4e00-\u9fff]")
    for item in items("zh"):
        prose = re.sub(r"<(code|pre)>.*?</\1>", "", item["content_html"], flags=re.S)
        assert half_width.search(item["title"] + re.sub(r"<[^>]+>", " ", prose)) is None, item["id"]
