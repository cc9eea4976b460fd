"""A sheet to send or keep: a title and a few kinds of lines, as text, Markdown and HTML. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from typing import Literal

from heed.produce.markdown import SPECIAL

_STYLE = (
    "body{max-width:38em;margin:24px auto;padding:0 16px;font:17px/1.55 Georgia,serif;"
    "color:#1b1c1a;background:#f8f7f2}h1{font-size:28px;line-height:1.2}"
    "h2{font-size:19px;margin:28px 0 4px}p{margin:6px 0}.piece{margin:18px 0}"
    ".piece b{font-weight:600}.under{color:#5a5b55;font-size:14px}a{color:#0d5c49}"
)


@dataclass(frozen=True, slots=True)
class Line:
    """heading, said (a sentence) or piece: a title with its address and what stands under it."""

    kind: Literal["heading", "said", "piece"]
    text: str
    href: str = ""
    under: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """A whole sheet; `language` is a tag such as en or zh-Hans."""

    title: str
    language: str
    lines: tuple[Line, ...]


def web_address(url: str) -> str:
    """The address where it is one of the web's, else nothing: no other scheme is linked."""
    return url if url.startswith(("http://", "https://")) else ""


def as_text(sheet: Sheet) -> str:
    """For a mail without markup."""
    parts = [sheet.title, "=" * min(len(sheet.title), 72), ""]
    for line in sheet.lines:
        if line.kind == "heading":
            parts += ["", line.text, ""]
        else:
            rest = [*line.under, *filter(None, [line.href])]
            parts += [line.text, *(f"    {one}" for one in rest), *([""] * bool(rest))]
    return "\n".join(parts).rstrip() + "\n"


def as_markdown(sheet: Sheet) -> str:
    """For a notes folder."""
    return "\n".join([f"# {_plain(sheet.title)}", "", *_markdown(sheet)]).rstrip() + "\n"


def _markdown(sheet: Sheet) -> Iterator[str]:
    for line in sheet.lines:
        text = _plain(line.text)
        if line.kind == "heading":
            yield f"## {text}"
        elif line.kind == "said":
            yield text
        else:
            yield f"**[{text}](<{line.href}>)**" if line.href else f"**{text}**"
            yield from (f"  \n{_plain(one)}" for one in line.under)
        yield ""


def as_html(sheet: Sheet) -> str:
    """A page of its own: no script, nothing loaded from anywhere."""
    body = "\n".join(_html(line) for line in sheet.lines)
    title = escape(sheet.title)
    return (
        f'<!doctype html>\n<html lang="{escape(sheet.language)}">\n<head><meta charset="utf-8">'
        f"<title>{title}</title><style>{_STYLE}</style></head>\n<body>\n<h1>{title}</h1>\n{body}\n"
        "</body>\n</html>\n"
    )


def _html(line: Line) -> str:
    text = escape(line.text)
    if line.kind == "heading":
        return f"<h2>{text}</h2>"
    if line.kind == "said":
        return f"<p>{text}</p>"
    title = f'<a href="{escape(line.href)}">{text}</a>' if line.href else text
    under = "".join(f'<p class="under">{escape(one)}</p>' for one in line.under)
    return f'<div class="piece"><p><b dir="auto">{title}</b></p>{under}</div>'


def _plain(text: str) -> str:
    return text.translate(SPECIAL)
