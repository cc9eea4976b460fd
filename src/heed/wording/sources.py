"""Sources: their kinds, how they are doing, who reads their pieces."""

from collections.abc import Mapping
from datetime import datetime

from heed.types import LedgerSource, Source, SourceKind, Visit
from heed.wording.amounts import AmountWords
from heed.wording.dates import LOCALES, DateWords
from heed.wording.language import mark

_SOURCE_KINDS: Mapping[SourceKind, str] = {
    "feed": mark("feed"),
    "page": mark("page"),
    "folder": mark("folder"),
    "sample": mark("sample"),
}
_READERS: Mapping[str, str] = {
    "minilm": mark(
        "Reads English by meaning: two pieces that share no word can still be close. It sees the"
        " beginning of a text only, and reads no other language well enough."
    ),
    "lsa": mark(
        "Reads every other language by the words your own sources use together. It is bad at words"
        " it has not met yet, and does not connect two languages."
    ),
    "hash": mark(
        "Reads by spelling alone, until there is enough of yours to learn from. It notices that two"
        " pieces tell the same story; it does not see that two words mean the same."
    ),
}


class SourceWords(DateWords, AmountWords):
    """Sources."""

    def source_kind(self, kind: SourceKind) -> str:
        """The word for a kind of source."""
        return self.gettext(_SOURCE_KINDS[kind])

    def language_name(self, code: str) -> str:
        """A language by its code, as a reader calls it: `en`, `zh`; the code where nobody knows."""
        from babel import Locale

        return str(Locale.parse(LOCALES[self.language]).languages.get(code, code))

    def took(self, one: LedgerSource) -> str:
        """The minutes a source took and what one of them was worth."""
        spent, worth = self.minutes(one.spent_s), one.worth_per_minute
        if worth is None:
            return self.gettext("It took {minutes}; you answered none of it.", minutes=spent)
        return self.gettext(
            "It took {minutes}; a minute of it was worth {worth} to you.",
            minutes=spent,
            worth=self.worth(worth),
        )

    def reader(self, embedder_id: str, sentence: str) -> str:
        """What an encoder reads and what it is bad at; `sentence` is its own word for it."""
        known = _READERS.get(embedder_id.split("-")[0])
        return self.gettext(known) if known else sentence

    def health(self, source: Source, visit: Visit | None, now: datetime) -> str:
        """How a source is doing: one or two sentences, and when heed looks again."""
        if source.muted:
            return self.gettext("Muted. Nothing of it enters an edition.")
        if source.kind == "sample":
            return self.gettext("Part of the sample; it never changes.")
        if visit is None or visit.checked_at is None:
            return self.gettext("Not fetched yet.")
        if visit.gone:
            return self.gettext("It said it will not be back. heed stopped asking.")
        return self._visited(visit, visit.checked_at, now)

    def _visited(self, visit: Visit, checked_at: datetime, now: datetime) -> str:
        told = self.told(visit.trouble) or self.gettext(
            "Fine, looked at {time}.", time=self.when(checked_at, now)
        )
        if visit.next_at is None:
            return told
        at = self.when(visit.next_at, now)
        again = (
            self.gettext("Trying again at {time}.", time=at)
            if visit.trouble
            else self.gettext("Next look at {time}.", time=at)
        )
        return told + self._joint + again
