"""The words heed speaks, English and Chinese: reasons, prices, times. No nouns' JSON and no markup.

English sentences are the message ids; catalog.py reads the Chinese ones.
An asterisk pair in a sentence marks the subject it is about: `Because *Rust 1.90 ships* was ...`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date as Day
from datetime import datetime, tzinfo
from typing import Literal, get_args

from heed import catalog
from heed.types import (
    ANSWERS,
    Alert,
    Answer,
    Duel,
    Edition,
    Grade,
    Ledger,
    Reason,
    ReasonKind,
    Rule,
    RulePrice,
    Signal,
    Slot,
    SlotKind,
    Source,
    SourceKind,
    Tone,
    Visit,
)

Language = Literal["en", "zh"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
_LOCALES: Mapping[Language, str] = {"en": "en_GB", "zh": "zh_Hans_CN"}
_FIRST: tuple[ReasonKind, ...] = ("rule", "explore", "need", "passed", "taken")
_PLAIN: tuple[ReasonKind, ...] = ("prior", "opening")
_PAST: tuple[ReasonKind, ...] = ("liked", "disliked")
STILL_NEW = 0.1
"""A piece whose newness adds less is not called new."""
MINUTES_AHEAD = 10
"""How many more minutes the price sentence imagines."""


def mark(text: str) -> str:
    """The same text; says to the tests that it is a message to translate."""
    return text


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
_METHODS: Mapping[str, str] = {
    "heed": mark("heed: attention over what you answered"),
    "base_rate": mark("your usual rate, every piece alike"),
    "recency": mark("newest first"),
    "source_prior": mark("what the source was worth so far"),
    "centred_mean": mark("like the mean of what you liked"),
    "rocchio": mark("like the liked, unlike the disliked (Rocchio)"),
    "logistic": mark("logistic regression"),
    "svm": mark("words into a support vector machine"),
}
_ANSWERS: Mapping[Answer, str] = {
    "none": mark("none of them"),
    "half": mark("half"),
    "all": mark("all of them"),
    "more": mark("more"),
}
_GRADES: Mapping[Grade, str] = {
    "forgot": mark("forgotten"),
    "hard": mark("hard to find"),
    "good": mark("known"),
    "easy": mark("at once"),
}
_SHELVES: Mapping[SlotKind, str] = {
    "core": mark("today"),
    "explore": mark("outside your habits"),
    "must": mark("you asked for these"),
    "review": mark("cards due"),
    "team": mark("for your team"),
}
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


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence in three parts, so that a page can set its subject apart; `str()` joins them."""

    before: str
    subject: str = ""
    after: str = ""

    def __str__(self) -> str:
        return self.before + self.subject + self.after


class Words:
    """What heed says in one language, for a reader living in one time zone."""

    def __init__(self, language: Language = "en", zone: tzinfo | None = None) -> None:
        self.language = language
        self.zone = zone

    def gettext(self, text: str, **values: object) -> str:
        """The message in this language, with `{name}` filled from values."""
        found = catalog.messages(self.language).get(text) or text
        message = found if isinstance(found, str) else found[0]
        return message.format(**values) if values else message

    def ngettext(self, one: str, many: str, count: int, **values: object) -> str:
        """The message for `count` things; `{count}` is filled with it."""
        found = catalog.messages(self.language).get((one, many))
        message = one if count == 1 else many
        if found:
            message = found if isinstance(found, str) else found[0]
        return message.format(count=self.number(count), **values)

    def told(self, sentence: str) -> str:
        """An error or a source's trouble, kept in English, in this language."""
        return catalog.told(self.language, sentence)

    def joined(self, sentences: Sequence[str]) -> str:
        """Sentences one after the other, as this language sets them."""
        return self._joint.join(sentences)

    # -- numbers and times -----------------------------------------------------------------------

    def number(self, value: float, digits: int = 1) -> str:
        """A number as a person would say it: `1.4`, `12`, `1,204`."""
        if isinstance(value, int) or float(value).is_integer():
            return f"{int(value):,}"
        return f"{value:,.{digits}f}"

    def worth(self, value: float) -> str:
        """A worth or price per minute, always with one decimal: `1.4`; never `-0.0`."""
        return f"{round(value, 1) + 0.0:.1f}"

    def minutes(self, seconds: int) -> str:
        """A duration as a person would say it: `under a minute`, `6 min`, `1 h 40 min`."""
        count = round(seconds / 60)
        if seconds and not count:
            return self.gettext("under a minute")
        if count < 100:
            return self.gettext("{count} min", count=count)
        if count % 60 == 0:
            return self.gettext("{hours} h", hours=count // 60)
        return self.gettext("{hours} h {count} min", hours=count // 60, count=count % 60)

    def date(self, day: Day) -> str:
        """A day of the week and month: `Friday 20 November`."""
        from babel.dates import format_date

        pattern = "M月d日 EEEE" if self.language == "zh" else "EEEE d MMMM"
        return format_date(day, pattern, locale=_LOCALES[self.language])

    def short_date(self, day: Day) -> str:
        """`20 Nov`."""
        from babel.dates import format_date

        pattern = "M月d日" if self.language == "zh" else "d MMM"
        return format_date(day, pattern, locale=_LOCALES[self.language])

    def clock(self, at: datetime) -> str:
        """The time of day where the reader lives: `8:25`."""
        local = at.astimezone(self.zone)
        return f"{local.hour}:{local.minute:02d}"

    def when(self, at: datetime, now: datetime) -> str:
        """A moment near now: `8:25` today, `20 Nov 8:25` on another day, `20 Nov 2024` long ago."""
        local, today = at.astimezone(self.zone), now.astimezone(self.zone)
        if local.date() == today.date():
            return self.clock(at)
        day = self.short_date(local.date())
        if local.year == today.year:
            return f"{day} {self.clock(at)}"
        return f"{local.year}年{day}" if self.language == "zh" else f"{day} {local.year}"

    # -- reasons ---------------------------------------------------------------------------------

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

    # -- the edition -----------------------------------------------------------------------------

    def price(self, edition: Edition) -> str:
        """What a minute is worth today and what ten more would bring."""
        if edition.price <= edition.reservation_rate or not edition.left_out:
            return self.returned(edition)
        told = self.gettext(
            "A minute is worth {price} today: you left out pieces worth more than they cost.",
            price=self.worth(edition.price),
        )
        return told + self._joint + self._ahead(edition)

    def _ahead(self, edition: Edition) -> str:
        limit = edition.granted_s + 60 * MINUTES_AHEAD
        near = sum(
            1
            for one in edition.left_out
            if one.enters_at_s is not None and one.enters_at_s <= limit
        )
        if not near:
            return self.gettext("Ten more minutes would bring you nothing whole.")
        return self.ngettext(
            "Ten more minutes would bring you one of them.",
            "Ten more minutes would bring you up to {count} of them.",
            near,
        )

    def returned(self, edition: Edition) -> str:
        """What the edition gives back, or that it is just full."""
        back = edition.granted_s - edition.planned_s
        if not edition.slots and not edition.left_out:
            return self.gettext("There is nothing here to choose from. Your minutes are all yours.")
        if not edition.slots:
            return self.gettext("Nothing today is worth its minutes. They are all yours.")
        if back < 60:
            return self.gettext("Your minutes are just filled.")
        yours = self.ngettext(
            "{count} minute is yours again.", "{count} minutes are yours again.", round(back / 60)
        )
        return self._why_back(edition) + self._joint + yours

    def _why_back(self, edition: Edition) -> str:
        if not edition.left_out:
            return self.gettext("That is all there is.")
        if any(one.enters_at_s is not None for one in edition.left_out):
            return self.gettext("What is left is too long for today.")
        return self.gettext("The next piece is worth less than its minutes.")

    def answer(self, answer: Answer) -> str:
        """The label of an answer to "would you spend these minutes again?"."""
        return self.gettext(_ANSWERS[answer])

    def grade(self, grade: Grade) -> str:
        """The label of an answer to a card."""
        return self.gettext(_GRADES[grade])

    def title(self, slot: Slot) -> str:
        """What a place in an edition is called; a slot of cards has no title of its own."""
        if slot.kind != "review":
            return slot.title
        return self.ngettext(
            "One card you would begin to forget",
            "{count} cards you would begin to forget",
            slot.cards,
        )

    def days(self, count: int) -> str:
        """A stretch of days: `today`, `in 1 day`, `in 12 days`."""
        if count <= 0:
            return self.gettext("again today")
        return self.ngettext("in {count} day", "in {count} days", count)

    def shelf(self, kind: SlotKind) -> str:
        """The heading over slots of one kind."""
        return self.gettext(_SHELVES[kind])

    def account(self, account: Ledger) -> str:
        """What the answered minutes were worth, as far as that is known."""
        if account.worth_per_minute is None:
            return self.gettext(
                "You have answered nothing yet, so heed cannot say what it was worth."
            )
        if account.worth_low is None or account.worth_high is None:
            return self.ngettext(
                "One answer so far: not enough data for an interval.",
                "{count} answers so far: not enough data for an interval.",
                account.answers,
            )
        return self.gettext(
            "By {count} answers a minute was worth {worth}, somewhere between {low} and {high}.",
            count=account.answers,
            worth=self.worth(account.worth_per_minute),
            low=self.worth(account.worth_low),
            high=self.worth(account.worth_high),
        )

    # -- watches ---------------------------------------------------------------------------------

    def tone(self, value: float) -> str:
        """A tone in [-1, 1] with its sign: `+0.4`, `−0.2`, `0.0`."""
        shown = f"{abs(value):.1f}"
        return shown if shown == "0.0" else ("+" if value > 0 else "−") + shown

    def signal(self, signal: Signal) -> str:
        """One number of a watch's day against its usual."""
        if signal.kind == "volume":
            return self.ngettext(
                "{count} piece in the last day, usually {usual}.",
                "{count} pieces in the last day, usually {usual}.",
                round(signal.value),
                usual=self.number(signal.usual),
            )
        if signal.kind == "negative":
            return self.gettext(
                "{value} % of the pieces negative, usually {usual} %.",
                value=round(100 * signal.value),
                usual=round(100 * signal.usual),
            )
        message = {
            "tone": self.gettext("Tone {value}, usually {usual}."),
            "disagreement": self.gettext("Tones {value} apart, usually {usual}."),
        }[signal.kind]
        said = self.tone if signal.kind == "tone" else self.worth
        return message.format(value=said(signal.value), usual=said(signal.usual))

    def alert_title(self, name: str, alert: Alert) -> str:
        """A watch's name and what of it is out of the ordinary."""
        raised = {one.kind: one for one in alert.signals if one.raised}
        told = [self.gettext("more is said than usual")] if "volume" in raised else []
        if "negative" in raised:
            told.append(self.gettext("more bad news than usual"))
        if "tone" in raised:
            worse = raised["tone"].away < 0
            told.append(
                self.gettext("the tone is worse") if worse else self.gettext("the tone is better")
            )
        return (
            f"{name}: {', '.join(told)}" if self.language == "en" else f"{name}：{'，'.join(told)}"
        )

    def alert_text(self, alert: Alert) -> str:
        """Why now, and the pieces it rests on with the words that said so."""
        lines = [self.gettext("Why now: {signals}", signals=self.signals(alert.signals))]
        for one in alert.evidence:
            lines.append(f"- {one.text.partition(chr(10))[0]}")
            lines += [f"  {self.tone_told(tone)}" for tone in one.tones if tone.cues]
        return "\n".join(lines)

    def tone_told(self, tone: Tone, most: int = 4) -> str:
        """`Arvo −0.4: slump −0.31, weak −0.10`."""
        cues = ", ".join(f"{one.word} {self.hundredths(one.part)}" for one in tone.cues[:most])
        head = f"{tone.entity} {self.tone(tone.value)}".strip()
        return f"{head}: {cues}" if self.language == "en" else f"{head}：{cues}"

    def hundredths(self, value: float) -> str:
        """A cue's part of a tone with its sign: `−0.31`."""
        return f"{value:+.2f}".replace("-", "−")

    def signals(self, signals: Sequence[Signal]) -> str:
        """Several numbers in a row, those out of the ordinary first."""
        told = sorted(signals, key=lambda one: not one.raised)
        return self._joint.join(map(self.signal, told))

    # -- rules and sources -----------------------------------------------------------------------

    def rule(self, rule: Rule) -> str:
        """A declared diet as a sentence."""
        text = (
            self.gettext("At least {minutes} of {subject} a day.")
            if rule.bound == "floor"
            else self.gettext("At most {minutes} of {subject} a day.")
        )
        return text.format(minutes=self.minutes(rule.seconds), subject=rule.subject)

    def rule_price(self, priced: RulePrice) -> str:
        """What a rule cost today."""
        if not priced.met:
            if priced.rule.bound == "ceiling":
                return self.gettext("It could not hold today.")
            return self.gettext("It could not hold today: too little was there.")
        if round(abs(priced.price), 1) == 0:
            return self.gettext("It cost nothing today.")
        return self.gettext(
            "Each minute of it cost {price} today.", price=self.worth(abs(priced.price))
        )

    def source_kind(self, kind: SourceKind) -> str:
        """The word for a kind of source."""
        return self.gettext(_SOURCE_KINDS[kind])

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

    @property
    def _joint(self) -> str:
        return "" if self.language == "zh" else " "

    def answered(self, answer: float) -> str:
        """What was answered, as the question put it."""
        named = next(name for name, worth in ANSWERS.items() if worth == answer)
        return self.gettext("you would spend again: {answer}", answer=self.gettext(_ANSWERS[named]))

    # -- how well heed knows the reader ----------------------------------------------------------

    def method(self, name: str) -> str:
        """A way of ranking, as a person would say it."""
        return self.gettext(_METHODS.get(name, name))

    def foretold(self, answers: int, best: int, ours: int, newest: int) -> str:
        """How many of the reader's best pieces heed puts first; best 0: too early to say."""
        if not best:
            return self.ngettext(
                "One answer so far: too few to say how well heed knows you.",
                "{count} answers so far: too few to say how well heed knows you.",
                answers,
            )
        return self.gettext(
            "After {answers} answers heed finds {ours} of your {best} best pieces;"
            " newest-first would find {newest}.",
            answers=self.number(answers),
            ours=ours,
            best=best,
            newest=newest,
        )

    def ranked_by(self, name: str) -> str:
        """Which way makes the editions, and why where it is not heed's own."""
        if name == "heed":
            return self.gettext("heed's own model makes your editions.")
        return self.gettext(
            "On your answers another way foretells better, so it makes your editions until heed"
            " catches up: {method}.",
            method=self.method(name),
        )

    def asked(self, count: int, enough: bool) -> str:
        """How many answers were asked for by chance, and what they are used for."""
        told = self.ngettext(
            "One answer was asked for by chance; the others were volunteered.",
            "{count} answers were asked for by chance; the others were volunteered.",
            count,
        )
        used = (
            self.gettext("Only the asked ones decide which way ranks.")
            if enough
            else self.gettext("Until there are 20 of them, all answers decide which way ranks.")
        )
        return told + self._joint + used

    def covered(self, share: float, count: int) -> str:
        """How often the answer lay where it was expected to."""
        return self.ngettext(
            "Of one answer {share} % lay inside the interval that should hold 80 %.",
            "Of {count} answers {share} % lay inside the interval that should hold 80 %.",
            count,
            share=round(100 * share),
        )

    def again(self, count: int, worse: int, better: int, change: float) -> str:
        """What became of answers a week later."""
        told = self.ngettext(
            "One piece was asked about again a week later:",
            "{count} pieces were asked about again a week later:",
            count,
        )
        rest = self.gettext(
            "{worse} seemed worth less by then, {better} more; on average {change} a minute.",
            worse=worse,
            better=better,
            change=f"{change + 0.0:+.2f}",
        )
        return told + self._joint + rest

    def duel(self, found: Duel) -> str:
        """Whose slots were worth more where two rankings shared editions."""
        credit = found.credit
        told = self.ngettext(
            "In one shared edition {first} against {second}: credit {mean}, {low} to {high}.",
            "In {count} shared editions {first} against {second}: credit {mean}, {low} to {high}.",
            found.editions,
            first=self.method(found.first),
            second=self.method(found.second),
            mean=f"{credit.mean + 0.0:+.2f}",
            low=f"{credit.lo + 0.0:+.2f}",
            high=f"{credit.hi + 0.0:+.2f}",
        )
        if not found.winner:
            return told + self._joint + self.gettext("It cannot be told whose pieces are better.")
        return (
            told
            + self._joint
            + self.gettext("The better pieces are of: {method}.", method=self.method(found.winner))
        )
