"""Safe HTML from a stranger's HTML. Plain text of it lives in text.py.

The last pass is always the allow-list parser, so our own rewriting can bring no markup back.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from functools import lru_cache
from html import escape, unescape
from urllib.parse import urljoin, urlsplit

import nh3

SCHEMES = frozenset({"http", "https", "mailto"})
LINK_REL = "noopener noreferrer nofollow"
_ALLOWED = """
    a abbr b bdi bdo blockquote br caption cite code col colgroup dd del details dfn div dl dt em
    figcaption figure h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q rp rt ruby s samp
    small span strong sub summary sup table tbody td tfoot th thead time tr u ul var wbr
"""
_FORBIDDEN = """
    script style iframe frame frameset noframes object embed applet form textarea select button
    noscript template svg math title head xmp plaintext audio video canvas
"""
TAGS = frozenset(_ALLOWED.split())
GONE_WITH_CONTENT = frozenset(_FORBIDDEN.split())
ATTRIBUTES: Mapping[str, set[str]] = {
    "*": {"dir", "lang"},
    "a": {"href", "title"},
    "img": {"src", "alt", "title", "width", "height"},
    "ol": {"start"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
    "time": {"datetime"},
}
TRACKER = re.compile(
    r"//(?:[^/]*\.)?(?:doubleclick\.net|feedsportal\.com|pixel\.wp\.com|scorecardresearch\.com"
    r"|google-analytics\.com|quantserve\.com|ads?\.[^/]+|pixel\.[^/]+)/"
    r"|feedburner\.com/~|/~r/|/(?:pixel|spacer|blank|1x1|clear|beacon|open|track)\.(?:gif|png)",
    re.IGNORECASE,
)
ESCAPED_TAG = re.compile(
    r"&lt;/(?:p|div|a|b|i|em|strong|ul|ol|li|span|h[1-6]|blockquote|figure|table)\s*&gt;"
    r"|^\s*&lt;(?:p|div|a|b|img|ul|ol|h[1-6]|span|figure|blockquote|br)\b"
    r"|&lt;(?:br|img|p)\b[^<>]{0,300}?&gt;",
    re.IGNORECASE,
)
REAL_TAG = re.compile(r"<[a-z/!?]", re.IGNORECASE)
_IMAGE_OR_LINK = re.compile(r'<img((?: [a-z]+="[^"]*")*)>|<a(?: [a-z]+="[^"]*")*>|</a>')
_ATTRIBUTE = re.compile(r' ([a-z]+)="([^"]*)"')
_NESTING = re.compile(
    r"<(/?)(?!(?:p|br|hr|img|li|td|th|tr|dd|dt|wbr|col|input|link|meta|source)\b)[a-z]",
    re.IGNORECASE,  # those left out stand alone or close the one before
)
_ANY_TAG = re.compile(r"<[^<>]*>")
MAX_DEPTH = 200
MAX_URL_CHARACTERS = 4096
_MAX_PASSES = 5
_NOT_TEXT = re.compile(r"&lt;|&gt;|[<>]")


def clean_html(html: str, base_url: str) -> str:
    """`html` with nothing that runs, loads or tracks; links absolute, images turned into links.

    Idempotent: cleaning twice is cleaning once, so nothing can hide in how a tree is written down.
    Markup that never settles comes back as its bare text.
    """
    for _ in range(_MAX_PASSES):
        cleaned = _clean_once(html, base_url)
        if cleaned == html:
            return html
        html = cleaned
    return _NOT_TEXT.sub(" ", nh3.clean(html, tags=set()))


def _clean_once(html: str, base_url: str) -> str:
    with_images = _sanitise(shallow(unescape_once(html)), TAGS, base_url)
    return _sanitise(_images_as_links(with_images), TAGS - {"img"}, base_url)


def unescape_once(html: str) -> str:
    """`html`, unescaped one level where its markup arrived escaped twice and none is real."""
    if REAL_TAG.search(html) or not ESCAPED_TAG.search(html):
        return html
    return unescape(html)


def shallow(html: str) -> str:
    """`html`, or its bare text where tags are nested deeper than any writer's.

    A parser's time grows with the square of the depth, and a stranger may write a million tags.
    """
    depth = deepest = 0
    for match in _NESTING.finditer(html):
        depth = max(0, depth - 1) if match.group(1) else depth + 1
        deepest = max(deepest, depth)
    return _ANY_TAG.sub(" ", html) if deepest > MAX_DEPTH else html


@lru_cache(maxsize=2048)  # cleaning until nothing changes asks for each link of a piece four times
def safe_url(url: str, base_url: str) -> str | None:
    """`url` resolved against `base_url`, or None unless it ends up as http, https or mailto.

    Unicode white space and control characters go first: browsers disagree about them in schemes.
    """
    if len(url) > MAX_URL_CHARACTERS:
        return None
    plain = url.isascii() and url.isprintable() and " " not in url
    stripped = url if plain else "".join(c for c in url if not _invisible(c))
    try:
        absolute = urljoin(base_url, stripped)
        scheme = urlsplit(absolute).scheme.lower()
    except ValueError:
        return None
    return absolute if scheme in SCHEMES else None


def _invisible(character: str) -> bool:
    """White, a control or format character, or what a parser put for one (U+FFFD)."""
    return character.isspace() or unicodedata.category(character)[0] == "C" or character == "\ufffd"


def _sanitise(html: str, tags: frozenset[str], base_url: str) -> str:
    return nh3.clean(
        html,
        tags=set(tags),
        clean_content_tags=set(GONE_WITH_CONTENT),
        attributes={tag: names for tag, names in ATTRIBUTES.items() if tag == "*" or tag in tags},
        attribute_filter=_attribute_filter(base_url),
        link_rel=LINK_REL,
        url_schemes=set(SCHEMES),
        strip_comments=True,
    )


def _attribute_filter(base_url: str) -> Callable[[str, str, str], str | None]:
    def keep(tag: str, attribute: str, value: str) -> str | None:
        return safe_url(value, base_url) if attribute in {"href", "src"} else value

    return keep


def _images_as_links(html: str) -> str:
    """Sanitised `html` with images as links: loading one would tell its host who reads what."""
    inside_link = False

    def replace(match: re.Match[str]) -> str:
        nonlocal inside_link
        if match.group(1) is None:
            inside_link = match.group(0) != "</a>"
            return match.group(0)
        return _image_as_link(dict(_ATTRIBUTE.findall(match.group(1))), inside_link=inside_link)

    return _IMAGE_OR_LINK.sub(replace, html)


def _image_as_link(attributes: Mapping[str, str], *, inside_link: bool) -> str:
    source, label = attributes.get("src", ""), _label(attributes)
    if not source or _is_pixel(attributes):
        return ""
    text = f"[{label or 'image'}]"
    return text if inside_link else f'<a href="{source}">{text}</a>'


def _label(attributes: Mapping[str, str]) -> str:
    parts = (unescape(attributes.get(name, "")).strip() for name in ("alt", "title"))
    return escape(" · ".join(dict.fromkeys(part for part in parts if part)), quote=False)


def _is_pixel(attributes: Mapping[str, str]) -> bool:
    sizes = (attributes.get(side, "").strip().removesuffix("px") for side in ("width", "height"))
    tiny = any(size in {"0", "1", "2"} for size in sizes)
    return tiny or TRACKER.search(unescape(attributes["src"])) is not None
