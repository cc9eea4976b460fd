"""One language: its messages, filled and joined, and numbers as a person says them. No subject."""

import re
from collections.abc import Mapping, Sequence
from datetime import tzinfo
from typing import Literal, get_args

from heed import catalog

Language = Literal["en", "zh"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
_HAN = "[\u3400-\u9fff]"
_BEFORE = re.compile(rf"(?<={_HAN}) (?={{(\w+)}})")
_AFTER = re.compile(rf"{{(\w+)}} (?={_HAN})")


def mark(text: str) -> str:
    """The same text; says to the tests that it is a message to translate."""
    return text


class Voice:
    """The messages in one language, for a reader living in one time zone."""

    def __init__(self, language: Language = "en", zone: tzinfo | None = None) -> None:
        self.language = language
        self.zone = zone

    def gettext(self, text: str, **values: object) -> str:
        """The message in this language, with `{name}` filled from values."""
        found = catalog.messages(self.language).get(text) or text
        message = found if isinstance(found, str) else found[0]
        return self._filled(message, values) if values else message

    def ngettext(self, one: str, many: str, count: int, **values: object) -> str:
        """The message for `count` things; `{count}` is filled with it."""
        found = catalog.messages(self.language).get((one, many))
        message = one if count == 1 else many
        if found:
            message = found if isinstance(found, str) else found[0]
        return self._filled(message, {"count": self.number(count), **values})

    def _filled(self, message: str, values: Mapping[str, object]) -> str:
        """The message with its holes filled. Its spaces part Latin from Han; where Han fills the
        hole there is none.
        """
        if self.language == "zh":
            message = _BEFORE.sub(lambda hole: _space(values, hole[1], 0), message)
            message = _AFTER.sub(
                lambda hole: f"{{{hole[1]}}}{_space(values, hole[1], -1)}", message
            )
        return message.format(**values)

    def told(self, sentence: str) -> str:
        """An error or a source's trouble, kept in English, in this language."""
        return catalog.told(self.language, sentence)

    def joined(self, sentences: Sequence[str]) -> str:
        """Sentences one after the other, as this language sets them."""
        return self._joint.join(sentences)

    @property
    def _joint(self) -> str:
        return "" if self.language == "zh" else " "

    def number(self, value: float, digits: int = 1) -> str:
        """A number as a person would say it: `1.4`, `12`, `1,204`."""
        if isinstance(value, int) or float(value).is_integer():
            return f"{int(value):,}"
        return f"{value:,.{digits}f}"


def _space(values: Mapping[str, object], name: str, edge: int) -> str:
    """What stands beside a hole: nothing where its value is Han at that edge."""
    told = str(values.get(name, ""))
    return "" if told and re.match(_HAN, told[edge]) else " "
