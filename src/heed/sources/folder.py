"""Files of a folder as a document: Markdown, HTML and plain text. Reads no disk."""

import html
import re
from collections.abc import Sequence
from pathlib import PurePosixPath

import lxml.etree
import lxml.html

from heed.sources.markup import escaped, paragraphs
from heed.types import Document, File, Post

_HEADING = re.compile(r"^\s{0,3}(#{1,6})\s+(.+?)\s*#*\s*$")
_FRONT_MATTER = re.compile(r"\A---\s*\n(.*?)\n---\s*(\n|\Z)", re.DOTALL)
_FENCE = re.compile(r"^\s{0,3}(```|~~~)")
_BULLET = re.compile(r"^\s*([-*+]|\d{1,3}[.)])\s+")
_MARKS = (
    (re.compile(r"`([^`\n]+)`"), r"<code>\1</code>"),
    (re.compile(r"!\[([^\]\n]*)\]\([^)\s]*\)"), r"\1"),
    (re.compile(r"\[([^\]\n]+)\]\((https?://[^)\s]+)\)"), r'<a href="\2">\1</a>'),
    (re.compile(r"\*\*([^*\n]+)\*\*"), r"<strong>\1</strong>"),
    (re.compile(r"(?<![\w*])\*([^*\n]+)\*(?![\w*])"), r"<em>\1</em>"),
)


def files_document(files: Sequence[File], *, title: str = "") -> Document:
    """One post per file, newest first; a post's key is the file's path, so an edit is an update."""
    newest = sorted(files, key=lambda file: (file.modified_at, file.path), reverse=True)
    return Document(title=title, posts=tuple(_post(file) for file in newest))


def _post(file: File) -> Post:
    text = _decode(file.body)
    heading, markup = _READERS[PurePosixPath(file.path).suffix.lower()](text)
    return Post(
        key=file.path,
        url="",
        title=heading or escaped(PurePosixPath(file.path).stem.replace("_", " ")),
        html=markup,
        published_at=file.modified_at,
        updated_at=file.modified_at,
    )


def _decode(body: bytes) -> str:
    if body.startswith((b"\xff\xfe", b"\xfe\xff")):
        return body.decode("utf-16", "replace")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return body.decode(encoding)
        except UnicodeDecodeError:
            continue
    return body.decode("cp1252", "replace")


def _read_text(text: str) -> tuple[str, str]:
    """A first line that stands alone and is short is the title."""
    first, _, rest = text.strip().partition("\n")
    alone = len(first) <= 120 and (not rest or rest.startswith(("\n", "\r\n", "=", "-")))
    if alone and rest.strip():
        return escaped(first.strip()), paragraphs(rest.lstrip("=-\r\n"))
    return "", paragraphs(text.replace("\r\n", "\n"))


def _read_html(text: str) -> tuple[str, str]:
    """The body as it is; the title from <title> or the first heading."""
    try:
        tree = lxml.html.document_fromstring(
            text.encode(), parser=lxml.html.HTMLParser(encoding="utf-8")
        )
    except (lxml.etree.LxmlError, ValueError, AssertionError):
        return "", ""
    name = " ".join(tree.xpath("string((//title)[1])").split())
    heading = " ".join(tree.xpath("string((//h1)[1])").split())
    body = tree.find("body")
    inner = lxml.html.tostring(tree if body is None else body, encoding="unicode")
    return escaped(name or heading), inner


def _read_markdown(text: str) -> tuple[str, str]:
    """Headings, paragraphs, lists, fences, links and emphasis; all else is shown as written."""
    front = _FRONT_MATTER.match(text)
    body = text[front.end() :] if front else text
    stated = re.search(r"^title:\s*[\"']?(.+?)[\"']?\s*$", front[1], re.M) if front else None
    title, blocks = "", []
    for block in _blocks(body.replace("\r\n", "\n")):
        heading = _HEADING.match(block)
        if heading and not title:
            title = _inline(heading[2])
        else:
            blocks.append(_block(block, heading))
    return (escaped(stated[1]) if stated else title), "\n".join(blocks)


def _blocks(text: str) -> list[str]:
    """Runs of lines between empty ones; a heading is its own block, a fence stays whole."""
    blocks: list[list[str]] = [[]]
    fenced = False
    for line in text.split("\n"):
        if _FENCE.match(line):
            blocks.append([line]) if not fenced else blocks[-1].append(line)
            fenced = not fenced
            if not fenced:
                blocks.append([])
        elif fenced:
            blocks[-1].append(line)
        elif not line.strip():
            blocks.append([])
        elif _HEADING.match(line):
            blocks.extend(([line], []))
        else:
            blocks[-1].append(line)
    return ["\n".join(lines) for lines in blocks if lines]


def _block(block: str, heading: re.Match[str] | None) -> str:
    if heading:
        level = len(heading[1])
        return f"<h{level}>{_inline(heading[2])}</h{level}>"
    lines = block.split("\n")
    if _FENCE.match(lines[0]):
        kept = [line for line in lines[1:] if not _FENCE.match(line)]
        return f"<pre><code>{escaped(chr(10).join(kept))}</code></pre>"
    if all(_BULLET.match(line) for line in lines):
        items = "".join(f"<li>{_inline(_BULLET.sub('', line))}</li>" for line in lines)
        return f"<ul>{items}</ul>"
    if all(line.startswith(">") for line in lines):
        return f"<blockquote>{_inline(' '.join(line.lstrip('> ') for line in lines))}</blockquote>"
    return f"<p>{_inline(' '.join(line.strip() for line in lines))}</p>"


def _inline(text: str) -> str:
    """Escaped first, so nothing in a file becomes markup except the marks named above."""
    shown = html.escape(text)
    for mark, replacement in _MARKS:
        shown = mark.sub(replacement, shown)
    return shown


_READERS = {
    ".txt": _read_text,
    ".md": _read_markdown,
    ".html": _read_html,
    ".htm": _read_html,
}
