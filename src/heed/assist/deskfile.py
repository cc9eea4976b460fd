"""A help desk's files as their owners write them: questions with answers, and known messages.

CSV with a first line of names, or Markdown with a heading a question. Keeps nothing.
"""

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from io import StringIO

from heed.assist.words import is_cjk
from heed.errors import BadInput

LONGEST_QUESTION, LONGEST_ANSWER, LONGEST_INTENT = 1_000, 8_000, 80
MOST_ROWS = 50_000
_NAMES = {
    "question": ("question", "问题"),
    "answer": ("answer", "答案", "回答"),
    "intent": ("intent", "category", "label", "意图"),
    "language": ("language", "lang", "语言"),
    "text": ("text", "message", "utterance", "消息"),
}
_HEADING = re.compile(r"#{2,6}\s+(?P<question>.+?)\s*(?:\{#(?P<intent>[^}]+)\})?\s*#*\s*")
_FENCE = re.compile(r"\s*(?:```|~~~)")
_NOT_NAME = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with its answer, or a known message (answer ""). line: where it stood, from 1."""

    text: str
    intent: str
    language: str
    line: int
    answer: str = ""


def read_faq(data: bytes, name: str) -> tuple[Asked, ...]:
    """Questions with answers from `data`; `name` (a file's) says which format it is.

    A row without an intent is one of its own, and shares it with rows of the same answer. Raises
    BadInput naming the line.
    """
    text = _decoded(data, name)
    markdown = name.lower().endswith((".md", ".markdown"))
    found = list(_headed(text) if markdown else _rows(text, name, ("question", "answer")))
    if not found:
        raise BadInput(
            f"{name} holds no question; write one a line under question,answer, or as a ## heading."
        )
    for one in found:
        _check(one, name)
    return tuple(_named(found))


def read_messages(data: bytes, name: str) -> tuple[Asked, ...]:
    """Messages with their intents from a CSV with the columns text and intent. Raises BadInput."""
    found = tuple(_rows(_decoded(data, name), name, ("text", "intent")))
    if not found:
        raise BadInput(f"{name} holds no message; write one a line under text,intent.")
    for one in found:
        _check(one, name)
    return found


def language_of(text: str) -> str:
    """ "zh" where any character is Chinese, else "": nothing else is told apart here."""
    return "zh" if is_cjk(text) else ""


def intent_name(said: str) -> str:
    """A short plain name: letters and digits of `said`, joined by underscores."""
    return _NOT_NAME.sub("_", said.strip().lower()).strip("_")[:LONGEST_INTENT]


def _decoded(data: bytes, name: str) -> str:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadInput(
            f"{name} is not UTF-8 text (byte {error.start}); save it as UTF-8 and try again."
        ) from error
    if "\0" in text:
        raise BadInput(f"{name} is no text file: it holds a zero byte.")
    return text


def _rows(text: str, name: str, needed: tuple[str, str]) -> Iterator[Asked]:
    first = text.lstrip().split("\n", 1)[0]
    separator = max(",;\t", key=first.count)
    lines = csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        places = _places(next(lines, []), name, needed)
        for number, row in enumerate(lines, 2):
            if number > MOST_ROWS + 1:
                raise BadInput(f"{name} has more than {MOST_ROWS} rows; give fewer at once.")
            if any(cell.strip() for cell in row):
                yield _row(row, places, name, needed, line=lines.line_num)
    except csv.Error as error:
        raise BadInput(
            f"{name}, line {lines.line_num}, is no CSV; a quotation mark may be out of place."
        ) from error


def _places(header: Sequence[str], name: str, needed: tuple[str, str]) -> dict[str, int]:
    told = [cell.strip().lower() for cell in header]
    places = {
        field: told.index(spoken)
        for field, spellings in _NAMES.items()
        for spoken in spellings[::-1]
        if spoken in told
    }
    missing = [field for field in needed if field not in places]
    if missing:
        raise BadInput(
            f"{name} has no column {missing[0]}; its first line must name the columns, such as "
            f"{','.join(needed)}."
        )
    return places


def _row(
    row: Sequence[str],
    places: Mapping[str, int],
    name: str,
    needed: tuple[str, str],
    *,
    line: int,
) -> Asked:
    cells = {field: row[at].strip() for field, at in places.items() if at < len(row)}
    empty = next((field for field in needed if not cells.get(field)), "")
    if empty and not (needed[0] == "text" and empty == "intent"):
        raise _lacking(name, line, empty)
    text = cells[needed[0]]
    language = cells.get("language", "") or language_of(text)
    answer = cells.get("answer", "") if needed[1] == "answer" else ""
    return Asked(text, intent_name(cells.get("intent", "")), language, line, answer)


def _lacking(name: str, line: int, field: str) -> BadInput:
    return BadInput(f"{name}, line {line}, has no {field}; write one or take the line out.")


def _headed(text: str) -> Iterator[Asked]:
    fenced, open_ = False, Asked("", "", "", 0)
    for number, line in enumerate(text.splitlines(), 1):
        fenced ^= _FENCE.match(line) is not None
        heading = None if fenced else _HEADING.fullmatch(line)
        if heading is None:
            open_ = replace(open_, answer=f"{open_.answer}\n{line}")
            continue
        if open_.text:
            yield replace(open_, answer=open_.answer.strip())
        asked, intent = heading["question"], intent_name(heading["intent"] or "")
        open_ = Asked(asked, intent, language_of(asked), number)
    if open_.text:
        yield replace(open_, answer=open_.answer.strip())


def _check(one: Asked, name: str) -> None:
    if one.answer == "" and not name.lower().endswith((".csv", ".tsv", ".txt")):
        raise _lacking(name, one.line, "answer")
    for said, most in ((one.text, LONGEST_QUESTION), (one.answer, LONGEST_ANSWER)):
        if len(said) > most:
            raise BadInput(
                f"{name}, line {one.line}, is longer than {most} characters; make it shorter."
            )


def _named(found: Sequence[Asked]) -> Iterator[Asked]:
    """Each row with an intent: its own name, or its question's, shared by rows of one answer."""
    by_answer: dict[str, str] = {}
    for one in found:
        name = one.intent or by_answer.get(one.answer) or intent_name(one.text) or "answer"
        by_answer.setdefault(one.answer, name)
        yield Asked(one.text, name, one.language, one.line, one.answer)
