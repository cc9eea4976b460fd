"""Alerts as an Atom feed (RFC 4287), for any feed reader on this machine. Asks no watch."""

from datetime import datetime
from xml.etree import ElementTree as xml

from fastapi import APIRouter
from fastapi.responses import Response

from heed.store import alerts, watches
from heed.types import Alert
from heed.web.place import Here
from heed.wording import Words

ATOM = "http://www.w3.org/2005/Atom"
MOST = 50
router = APIRouter(include_in_schema=False)


@router.get("/watch/alerts.atom")
def feed(here: Here) -> Response:
    """The last alerts, each with why it speaks up now and the pieces it rests on."""
    with here.diet.db.read() as tx:
        names = {one.id: one.name for one in watches.all(tx)}
        said = alerts.latest(tx, MOST)
    site = str(here.request.base_url).rstrip("/")
    root = xml.Element("feed", xmlns=ATOM)
    _text(root, "id", "urn:heed:alerts")
    _text(root, "title", here.words.gettext("heed: what your watches say"))
    _text(root, "updated", _stamp(said[0].at if said else here.now))
    xml.SubElement(xml.SubElement(root, "author"), "name").text = "heed"
    xml.SubElement(root, "link", rel="self", href=f"{site}/watch/alerts.atom")
    for one in said:
        _entry(root, one, names[one.watch_id], site, here.words)
    body = xml.tostring(root, encoding="utf-8", xml_declaration=True)
    return Response(body, media_type="application/atom+xml")


def _entry(root: xml.Element, alert: Alert, name: str, site: str, words: Words) -> None:
    entry = xml.SubElement(root, "entry")
    _text(entry, "id", f"urn:heed:alert:{alert.id}")
    _text(entry, "title", words.alert_title(name, alert))
    _text(entry, "updated", _stamp(alert.at))
    xml.SubElement(entry, "link", href=f"{site}/watch/{alert.watch_id}#alert-{alert.id}")
    _text(entry, "content", words.alert_text(alert))


def _text(parent: xml.Element, tag: str, text: str) -> None:
    # XML has no way to write most control characters, and one of them would spoil the whole feed.
    allowed = "".join(c for c in text if c in "\t\n" or (c >= " " and c not in "\ufffe\uffff"))
    xml.SubElement(parent, tag).text = allowed.encode("utf-8", "replace").decode()


def _stamp(at: datetime) -> str:
    return at.isoformat(timespec="seconds")
