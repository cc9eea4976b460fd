"""The translations: messages by their English text, heed's own errors by their shape.

An error is an English sentence made where it arises (`raise BadInput(f"{path} is ...")`), stored
and printed as such. Pages recognise it here and say it anew: the catalog holds its shape under
the context "told", with {0}, {1} for what was filled in.
"""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

FOLDERS: Mapping[str, str] = {"zh": "zh_CN"}
TOLD = "told"
_HOLE = re.compile(r"\{(\d+)\}")

Text = str | tuple[str, ...]


def path(language: str) -> Path:
    """The file of a language's translations."""
    return Path(__file__).parent / "locale" / FOLDERS[language] / "LC_MESSAGES" / "heed.po"


@cache
def messages(language: str) -> Mapping[Text, Text]:
    """Message id (or singular and plural) to translation; empty for English."""
    return {_text(one.id): _text(one.string) for one in _entries(language) if one.context != TOLD}


@cache
def shapes(language: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    """Errors' shapes and their translations, those with most words of their own first."""
    told = [(one.id, one.string) for one in _entries(language) if one.context == TOLD]
    told.sort(key=lambda pair: -len(_HOLE.sub("", pair[0])))
    return tuple((shape(english), translation) for english, translation in told)


def shape(english: str) -> re.Pattern[str]:
    """What recognises sentences of a template: `{0} is empty.` that of `a.example is empty.`."""
    parts = _HOLE.split(english)
    return re.compile(
        "".join(re.escape(part) if n % 2 == 0 else "(.+?)" for n, part in enumerate(parts)),
        re.DOTALL,
    )


def told(language: str, sentence: str) -> str:
    """One of heed's own sentences in `language`; any other text comes back as it is.

    What was filled in may be such a sentence or phrase itself.
    """
    for pattern, translation in shapes(language):
        found = pattern.fullmatch(sentence)
        if found:
            return translation.format(*(told(language, value) for value in found.groups()))
    return sentence


@cache
def _entries(language: str) -> tuple[Any, ...]:
    if language not in FOLDERS:
        return ()
    from babel.messages.pofile import read_po

    with path(language).open("rb") as file:
        return tuple(message for message in read_po(file) if message.id)


def _text(message: Any) -> Text:
    return message if isinstance(message, str) else tuple(message)
