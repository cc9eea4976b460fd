"""The few things done to a source's markup before it is cleaned: plain words, absolute links.

Nothing here makes markup safe to show; that is filter's work.
"""

import html
import re
from urllib.parse import urljoin, urlsplit

# Each alternative also ends at the end of the text: unclosed ones must not be searched again.
_HIDDEN = re.compile(
    r"<!--.*?(?:-->|\Z)|<(script|style)\b.*?(?:</\1\s*>|\Z)", re.DOTALL | re.IGNORECASE
)
_TAG = re.compile(r"<[a-zA-Z/!?][^<>]*>")
_OPENING = re.compile(r"<[a-zA-Z][^<>]*>")
_LINK = re.compile(
    r"""(\s(?:href|src|poster|cite)\s*=\s*)(?:"([^"]*)"|'([^']*)'|([^\s"'<>]+))""", re.IGNORECASE
)
_SPACE = re.compile(r"\s+")
TITLE_WORDS = 12


def plain(markup: str) -> str:
    """The words a reader would see, on one line."""
    shown = markup
    if "<" in shown:
        shown = _TAG.sub(" ", _HIDDEN.sub(" ", shown))
    return _SPACE.sub(" ", html.unescape(shown)).strip()


def escaped(text: str) -> str:
    """Plain text as markup that shows exactly this text."""
    return html.escape(text, quote=False)


def paragraphs(text: str) -> str:
    """Plain text as paragraphs, split at empty lines, lines kept."""
    blocks = [block.strip() for block in re.split(r"\n\s*\n", text) if block.strip()]
    return "\n".join(f"<p>{escaped(block).replace(chr(10), '<br>')}</p>" for block in blocks)


def opening_words(markup: str) -> str:
    """The first words of a text, as markup; a title for what has none."""
    words = plain(markup[:4000]).split(" ")
    short = " ".join(words[:TITLE_WORDS])[:100].strip()
    more = "…" if short and len(" ".join(words)) > len(short) else ""
    return escaped(short) + more


def joined(base: str, url: str) -> str:
    """`url` made absolute; unchanged where it cannot be."""
    try:
        return urljoin(base, url.strip())
    except ValueError:
        return url.strip()


def absolute_links(markup: str, base: str) -> str:
    """`markup` with every relative link made absolute against `base`."""
    if not base or "=" not in markup:
        return markup

    def resolve(match: re.Match[str]) -> str:
        raw = next(group for group in match.groups()[1:] if group is not None)
        if _is_absolute(raw):
            return match[0]
        return f'{match[1]}"{html.escape(joined(base, html.unescape(raw)))}"'

    return _OPENING.sub(lambda tag: _LINK.sub(resolve, tag[0]), markup)


def _is_absolute(url: str) -> bool:
    try:
        return bool(urlsplit(url.strip()).scheme)
    except ValueError:
        return True
