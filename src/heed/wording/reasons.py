"""Why a piece is in an edition or not: each reason as a sentence, and which to show.

An asterisk pair in a sentence marks the subject it is about: `Because *Rust 1.90 ships* was ...`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from heed.types import Reason, ReasonKind
from heed.wording.amounts import AmountWords
from heed.wording.language import mark

_FIRST: tuple[ReasonKind, ...] = ("rule", "explore", "need", "passed", "taken")
_PLAIN: tuple[ReasonKind, ...] = ("prior", "opening")
_PAST: tuple[ReasonKind, ...] = ("liked", "disliked")
STILL_NEW = 0.1
"""A piece whose newness adds less is not called new."""
_RAISED: Mapping[ReasonKind, str] = {
    "liked": mark("Because *{subject}* was worth it to you."),
    "disliked": mark("Unlike *{subject}*, which was not worth it to you."),
    "source": mark("*{subject}* has been worth your minutes so far."),
    "topic": mark("*{subject}* has been worth your minutes as a topic."),
    "recency": mark("It is new."),
    "outlets": mark("{subject} outlets tell it."),
    "opening": mark("Opening a piece takes a moment, and short ones pay more for it."),
    "prior": mark("Until you answer, every piece starts at {weight} a minute."),
    "quality": mark("It looks carefully made: *{subject}*."),
    "explore": mark("Outside your habits. One piece in ten is."),
    "unsure": mark("I don't know you well here yet; your answer teaches me most here."),
    "pinned": mark("You pinned *{subject}*."),
    "rule": mark("You asked for it: *{subject}*."),
    "need": mark("The team needs it read: *{subject}*."),
    "interest": mark("Near *{subject}*, which you said you want."),
    "named": mark("You named *{subject}*."),
    "taken": mark("You would take it at its price; nobody was told why."),
    "passed": mark("*{subject}* passed it on."),
    "recall": mark("{subject} of your cards fade soonest. A look today keeps them for a month."),
    "anything": mark("You have not said what you want, so every piece counts the same."),
}
_LOWERED: Mapping[ReasonKind, str] = {
    **_RAISED,
    "liked": mark("Further from *{subject}*, which was worth it to you."),
    "disliked": mark("Close to *{subject}*, which was not worth it to you."),
    "source": mark("*{subject}* has given back less than it took so far."),
    "topic": mark("*{subject}* has given back less as a topic than it took."),
    "recency": mark("It is no longer new."),
    "outlets": mark("Only one outlet tells it."),
    "quality": mark("It shows signs of noise: *{subject}*."),
}
_REST: Mapping[ReasonKind, str] = {
    "liked": mark("A little like {subject} other pieces that were worth it to you."),
    "disliked": mark("A little like {subject} other pieces that were not worth it to you."),
}
_SIGNS: Mapping[str, str] = {
    "clickbait title": mark("a title that teases"),
    "all capitals": mark("a title in capitals"),
    "advertisement": mark("an advertisement"),
    "too little text": mark("hardly any text"),
}


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence in three parts, so that a page can set its subject apart; `str()` joins them."""

    before: str
    subject: str = ""
    after: str = ""

    def __str__(self) -> str:
        return self.before + self.subject + self.after


class ReasonWords(AmountWords):
    """Reasons."""

    def reason(self, reason: Reason) -> str:
        """One reason as a sentence, its subject between asterisks where it has one."""
        return str(self.reason_parts(reason, star="*"))

    def reason_parts(self, reason: Reason, star: str = "") -> Sentence:
        """The same sentence in parts; `star` is put around the subject."""
        table = _LOWERED if reason.weight < 0 else _RAISED
        if reason.item_id is None and reason.kind in _REST:
            table = _REST
        message = self.gettext(table[reason.kind])
        if reason.kind == "rule" and not reason.subject:
            return Sentence(self.gettext("A rule of yours asks for it."))
        subject = self.subject(reason)
        hole = "*{subject}*" if "*{subject}*" in message else "{subject}"
        before, _, after = message.partition(hole)
        if subject and "*{subject}*" in table[reason.kind]:
            around = star if hole.startswith("*") else ""  # Chinese has its own marks around titles
            return Sentence(before, f"{around}{subject}{around}", after)
        return Sentence(message.format(subject=subject, weight=self.worth(reason.weight)))

    def subject(self, reason: Reason) -> str:
        """What a reason is about, translated where heed itself named it."""
        if reason.kind == "quality":
            return self.gettext(_SIGNS.get(reason.subject, reason.subject))
        return reason.subject

    def telling(self, reasons: Sequence[Reason], limit: int = 3) -> tuple[Reason, ...]:
        """The reasons to show: labels, then the heaviest, a past piece among them where one told.

        What every piece has is told only where nothing else is, being unsure only where there is
        room.
        """
        labels = [one for one in reasons if one.kind in _FIRST]
        heavy = [one for one in reasons if one.kind not in _FIRST and round(one.weight, 2)]
        heavy.sort(key=lambda one: -abs(one.weight))
        old = [one for one in heavy if one.kind == "recency" and one.weight < STILL_NEW]
        told = [one for one in heavy if one.kind not in _PLAIN and one not in old] or heavy
        past = next((one for one in told if one.kind in _PAST and one.item_id), None)
        shown = told[: max(limit - len(labels), 1)]
        if past and past not in shown:
            shown[-1] = past
        unsure = [one for one in reasons if one.kind == "unsure"]
        return (*labels, *shown, *unsure)[: max(limit, len(labels) + 1)]
