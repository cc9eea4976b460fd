"""Files of a folder as a document: Markdown, HTML and plain text. Reads no disk."""

from collections.abc import Sequence
from pathlib import PurePosixPath

import lxml.etree
import lxml.html

from heed.sources.markdown import read_markdown
from heed.sources.markup import escaped, paragraphs
from heed.types import Document, File, Post


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


_READERS = {
    ".txt": _read_text,
    ".md": read_markdown,
    ".html": _read_html,
    ".htm": _read_html,
}
