"""An edition as a sheet, and as a feed other readers follow. Pure."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from typing import Any

from heed.produce.sheet import Line, Sheet, web_address
from heed.types import Edition, Slot
from heed.wording import Words

ATOM = "http://www.w3.org/2005/Atom"
_UNFIT = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold."""


def tag(words: Words) -> str:
    """The language tag of what heed says."""
    return "zh-Hans" if words.language == "zh" else "en"


def title(edition: Edition, words: Words) -> str:
    """What an edition is called."""
    return f"heed · {words.date(edition.day)} · {words.minutes(edition.granted_s)}"


def sheet(edition: Edition, words: Words) -> Sheet:
    """The edition with its price and its reasons."""
    pieces = tuple(
        Line("piece", words.title(slot), web_address(slot.url), _under(slot, words))
        for slot in edition.slots
    )
    end = Line("said", words.gettext("That is all for today."))
    return Sheet(
        title(edition, words), tag(words), (Line("said", words.price(edition)), *pieces, end)
    )


def atom(edition: Edition, words: Words, address: str) -> bytes:
    """The edition as an Atom feed (RFC 4287); address: where the feed itself lies."""
    made = edition.made_at.isoformat()
    ET.register_namespace("", ATOM)
    feed = ET.Element(f"{{{ATOM}}}feed", {"xml:lang": tag(words)})
    _add(feed, "id", "urn:heed:edition")
    _add(feed, "title", title(edition, words))
    _add(feed, "updated", made)
    _add(feed, "link", rel="self", href=address)
    ET.SubElement(_add(feed, "author"), f"{{{ATOM}}}name").text = "heed"
    for slot in _readable(edition):
        entry = _add(feed, "entry")
        _add(entry, "id", _urn(slot))
        _add(entry, "title", slot.title)
        _add(entry, "updated", made)
        if href := web_address(slot.url):
            _add(entry, "link", rel="alternate", href=href)
        _add(entry, "summary", "\n".join(_under(slot, words)))
    return bytes(ET.tostring(feed, encoding="utf-8", xml_declaration=True))


def json_feed(edition: Edition, words: Words, address: str) -> Mapping[str, Any]:
    """The edition as JSON Feed 1.1 (jsonfeed.org)."""
    return {
        "version": "https://jsonfeed.org/version/1.1",
        "title": title(edition, words),
        "feed_url": address,
        "language": tag(words),
        "items": [
            {
                "id": _urn(slot),
                "title": slot.title,
                "content_text": "\n".join(_under(slot, words)),
                "date_published": edition.made_at.isoformat(),
            }
            | ({"url": href} if (href := web_address(slot.url)) else {})
            for slot in _readable(edition)
        ],
    }


def _readable(edition: Edition) -> list[Slot]:
    """Without cards: they can only be looked at in heed."""
    return [slot for slot in edition.slots if slot.kind != "review"]


def _under(slot: Slot, words: Words) -> tuple[str, ...]:
    taken = " · ".join(filter(None, (words.minutes(slot.seconds), slot.source)))
    reasons = words.joined([str(words.reason_parts(one)) for one in words.telling(slot.reasons)])
    return (taken, reasons)


def _urn(slot: Slot) -> str:
    return f"urn:heed:item:{slot.item_id}"


def _add(parent: ET.Element, name: str, text: str = "", **given: str) -> ET.Element:
    made = ET.SubElement(
        parent, f"{{{ATOM}}}{name}", {k: _UNFIT.sub("", v) for k, v in given.items()}
    )
    made.text = _UNFIT.sub("", text) or None
    return made
