"""OPML subscription lists (opml.org/spec2.opml), read tolerantly, written plainly."""

import codecs
import html
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from xml.sax.saxutils import quoteattr

import lxml.etree

from heed.errors import BadInput
from heed.sources.markup import plain
from heed.types import Source

MAX_BYTES = 5 * 2**20
MAX_DEPTH = 50
MAX_SUBSCRIPTIONS = 10_000

_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>", re.IGNORECASE)
_DECLARED = re.compile(rb"""^\s*<\?xml[^>]*encoding=["']([\w.:-]+)["']""", re.IGNORECASE)
_NAMED = re.compile(r"&[A-Za-z][A-Za-z0-9]{1,31};")
_BARE = re.compile(r"&(?!#[0-9]{1,7};|#[xX][0-9a-fA-F]{1,6};|(amp|lt|gt|quot|apos);)")
# A well-formed outline, else everything up to the last bracket before the next one.
_OUTLINE = re.compile(
    r"""(?P<whole><outline(?:\s+[\w:.-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*\s*/?>)"""
    r"|<outline\b(?:(?!</?outline\b|</body\b).)*>",
    re.IGNORECASE | re.DOTALL,
)
_OPENING = re.compile(
    r"""\s(text|title|type|xmlUrl|htmlUrl|url|description|category|language|version)\s*=\s*(["'])""",
    re.IGNORECASE,
)
_XML_NAMES = frozenset({"&amp;", "&lt;", "&gt;", "&quot;", "&apos;"})
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Subscription:
    """One feed of a list; `topic` is the titles of the folders around it, joined by " / "."""

    url: str
    title: str
    site_url: str = ""
    topic: str = ""


def read_opml(body: bytes) -> tuple[Subscription, ...]:
    """Every feed of the list, in its order, each address once.

    Bare ampersands, unknown entities, wrong encoding declarations and missing parts are forgiven.
    Raises BadInput for what is no OPML, declares entities of its own, is over 5 MiB, nests deeper
    than 50 outlines or lists more than 10,000 feeds.
    """
    if len(body) > MAX_BYTES:
        raise BadInput(f"The OPML file is larger than {MAX_BYTES // 2**20} MiB; split it.")
    text = _decode(body)
    if "<!entity" in text.lower():
        raise BadInput("The OPML file declares entities of its own, which heed does not expand.")
    if not re.search(r"<(\w+:)?(opml|outline)[\s>/]", text, re.IGNORECASE):
        raise BadInput("This is no OPML file: it holds no outline.")
    found = _walk(_well_formed(text))
    return tuple({one.url: one for one in reversed(found)}[url] for url in _urls(found))


def _urls(found: Sequence[Subscription]) -> Iterator[str]:
    return iter(dict.fromkeys(one.url for one in found))


def _decode(body: bytes) -> str:
    """UTF-8 or a byte-order mark where the bytes are that, else what is declared, else cp1252."""
    if body.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return body.decode("utf-16", "replace")
    declared = _DECLARED.search(body[:200])
    names = ["utf-8-sig", declared[1].decode("ascii") if declared else "cp1252", "cp1252"]
    for name in names:
        try:
            return body.decode(name)
        except (UnicodeError, LookupError):
            continue
    return body.decode("latin-1")


def _well_formed(text: str) -> str:
    """The text without its declaration; quotes, ampersands and stray characters repaired."""
    bare = _CONTROL.sub("", _DECLARATION.sub("", text.lstrip("\ufeff"), count=1))
    named = _NAMED.sub(_character, _OUTLINE.sub(_requoted, bare))
    return _BARE.sub("&amp;", named).strip()


def _requoted(match: re.Match[str]) -> str:
    """A tag whose values hold bare quotes or brackets, with these escaped; others as they are.

    An attribute begins where one of OPML's names, an equals sign and a quote stand; what lies
    before the next one is its value. The first of a name counts.
    """
    if match["whole"] is not None:
        return match[0]
    tag = match[0]
    ending = "/>" if tag.endswith("/>") else ">"
    starts = list(_OPENING.finditer(tag))
    ends = [*(start.start() for start in starts[1:]), len(tag) - len(ending)]
    fields: dict[str, str] = {}
    for start, end in zip(starts, ends, strict=False):
        value = tag[start.end() : end].rstrip().removesuffix(start[2])
        fields.setdefault(start[1].lower(), value.replace('"', "&quot;").replace("<", "&lt;"))
    return "<outline" + "".join(f' {name}="{fields[name]}"' for name in fields) + ending


def _character(match: re.Match[str]) -> str:
    """HTML's named characters as themselves; XML's five and unknown names as they are."""
    shown = html.unescape(match[0])
    return match[0] if shown == match[0] or match[0] in _XML_NAMES else html.escape(shown)


class _Outlines:
    """A parser target: collects feeds and the folders around them without building a tree."""

    def __init__(self) -> None:
        self.found: list[Subscription] = []
        self.outlines = 0
        self._path: list[str] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element opens; only outlines count."""
        if _local(tag) != "outline":
            return
        self.outlines += 1
        fields = {_local(name): value.strip() for name, value in attributes.items()}
        title = plain(fields.get("title") or fields.get("text") or "")
        url = _address(fields)
        if url:
            self._add(url, title, fields)
        self._path.append("" if url else title)
        if len(self._path) > MAX_DEPTH:
            raise BadInput(f"The OPML file nests more than {MAX_DEPTH} outlines; flatten it.")

    def end(self, tag: str) -> None:
        """An element closes."""
        if _local(tag) == "outline" and self._path:
            self._path.pop()

    def close(self) -> list[Subscription]:
        """What was collected."""
        return self.found

    def _add(self, url: str, title: str, fields: dict[str, str]) -> None:
        folder = " / ".join(name for name in self._path if name) or plain(
            fields.get("category", "").split(",")[0].strip("/")
        )
        site = fields.get("htmlurl", "")
        self.found.append(Subscription(url, title or url, site, folder))
        if len(self.found) > MAX_SUBSCRIPTIONS:
            raise BadInput(f"The OPML file lists more than {MAX_SUBSCRIPTIONS} feeds; split it.")


def _local(name: str) -> str:
    return name.rpartition("}")[2].rpartition(":")[2].lower()


def _address(fields: dict[str, str]) -> str:
    """The feed's address: xmlUrl, or `url` of an outline that says it is a feed."""
    kind = fields.get("type", "").lower()
    stated = fields.get("xmlurl") or (fields.get("url", "") if kind in ("rss", "atom") else "")
    address = re.sub(r"^feed:(//)?(?=https?:)", "", stated)
    address = re.sub(r"^feed://", "https://", address)
    return address if address.startswith(("http://", "https://")) else ""


def _walk(text: str) -> list[Subscription]:
    """Feeds in document order; the parser recovers from what is still malformed."""
    target = _Outlines()
    parser = lxml.etree.XMLParser(target=target, recover=True, no_network=True, load_dtd=False)
    # Where recovery gives up, what was read before the damage still counts.
    with suppress(lxml.etree.XMLSyntaxError):
        lxml.etree.fromstring(text.encode("utf-8", "ignore"), parser)
    if not target.outlines and "<outline" in text.lower():
        raise BadInput("The OPML file is too damaged to read; export it again.")
    return target.found


def write_opml(sources: Sequence[Source], *, title: str = "heed") -> bytes:
    """An OPML 2.0 list: topics as folders, in the order given; only http and https sources."""
    listed = [one for one in sources if one.url.startswith(("http://", "https://"))]
    topics = dict.fromkeys(one.topic for one in listed)
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<opml version="2.0">',
        f"  <head><title>{html.escape(_CONTROL.sub('', title))}</title></head>",
        "  <body>",
        *(line for topic in topics for line in _folder(topic, listed)),
        "  </body>",
        "</opml>",
        "",
    ]
    return "\n".join(lines).encode("utf-8", "replace")


def _folder(topic: str, listed: Sequence[Source]) -> Iterator[str]:
    inside = [one for one in listed if one.topic == topic]
    if topic:
        yield f"    <outline text={_quoted(topic)}>"
    yield from (_line(one) for one in inside)
    if topic:
        yield "    </outline>"


def _line(one: Source) -> str:
    site = f" htmlUrl={_quoted(one.site_url)}" if one.site_url else ""
    name = _quoted(one.title)
    return f'    <outline type="rss" text={name} title={name} xmlUrl={_quoted(one.url)}{site}/>'


def _quoted(text: str) -> str:
    return quoteattr(_CONTROL.sub("", text), {"\n": " ", "\r": " ", "\t": " "})
