"""The nouns as plain JSON values, one shape for the command line and the API. No files, no HTTP."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple, TypeAlias

from heed.types import (
    Again,
    Alert,
    Card,
    ComputeUse,
    DeskAnswer,
    DeskTurn,
    DietFacts,
    Duel,
    Edition,
    Evaluation,
    Finding,
    Growth,
    Highlight,
    Interval,
    Item,
    Ledger,
    LeftOut,
    Passage,
    PastPiece,
    Phrased,
    Portion,
    Portrait,
    Reason,
    Reply,
    Rule,
    RulePrice,
    Score,
    Sighting,
    Signal,
    Slot,
    Source,
    Tag,
    Visit,
    Watch,
    WatchReport,
)
from heed.wording import Words

Json: TypeAlias = Mapping[str, object]


def edition_json(edition: Edition, words: Words, held: Mapping[int, Source]) -> Json:
    """An edition as `heed edition --json` and `/api/edition` give it; minutes, not seconds.

    held: sources by id, for the titles that rules about a source are told with.
    """
    return {
        "date": edition.day.isoformat(),
        "minutes": minutes(edition.granted_s),
        "spent_minutes": minutes(edition.planned_s),
        "price_per_minute": round(edition.price, 4),
        "bound": round(edition.bound, 4),
        "gap": round(edition.gap, 6),
        "slots": [slot_json(slot, words) for slot in edition.slots],
        "left_out": [left_out_json(one, words) for one in edition.left_out],
        "rules": [rule_json(priced, words, held) for priced in edition.rules],
        "seed": edition.seed,
    }


def slot_json(slot: Slot, words: Words) -> Json:
    """One chosen piece."""
    return {
        "item": slot.item_id,
        "story": slot.story_id,
        "title": words.title(slot),
        "source": slot.source,
        "url": slot.url,
        "minutes": minutes(slot.seconds),
        "worth": round(slot.worth, 4),
        "value": round(slot.value, 4),
        "kind": slot.kind,
        "propensity": round(slot.propensity, 4),
        "reasons": reasons_json(slot.reasons, words),
    }


def left_out_json(one: LeftOut, words: Words) -> Json:
    """One piece that did not enter; `enters_at_minutes` is null: not today."""
    return {
        "item": one.item_id,
        "story": one.story_id,
        "title": one.title,
        "minutes": minutes(one.seconds),
        "worth": round(one.worth, 4),
        "enters_at_minutes": None if one.enters_at_s is None else minutes(one.enters_at_s),
        "reasons": reasons_json(one.reasons, words),
    }


def reasons_json(reasons: Sequence[Reason], words: Words) -> list[Json]:
    """Every reason, as a sentence and its weight in worth per minute."""
    return [
        {"text": words.reason(one), "weight": round(one.weight, 4), "item": one.item_id}
        for one in reasons
    ]


def rule_json(priced: RulePrice, words: Words, held: Mapping[int, Source]) -> Json:
    """A rule and what it cost."""
    text = words.rule(named_rule(priced.rule, held))
    return {"text": text, "price": round(priced.price, 4)}


def named_rule(rule: Rule, held: Mapping[int, Source]) -> Rule:
    """The rule with its source's title in place of the id."""
    if rule.scope != "source" or not rule.subject.isdecimal():
        return rule
    source = held.get(int(rule.subject))
    return replace(rule, subject=source.title) if source else rule


def minutes(seconds: int) -> float:
    """Seconds as minutes to two decimals."""
    return round(seconds / 60, 2)


def compute_json(use: ComputeUse) -> Json:
    """What work took, as `heed workers --json` gives it."""
    return {
        "flows": [
            {
                "kind": one.kind,
                "tenant": one.tenant,
                "part": round(one.part, 4),
                "runs": one.runs,
                "count": one.count,
                "cpu_s": round(one.cpu_s, 3),
                "wall_s": round(one.wall_s, 3),
                "peak_mb": round(one.peak_mb, 1),
                "waits": one.waits,
            }
            for one in use.flows
        ],
        "prices": {one.kind: _rounded(one.price) for one in use.prices},
        "shares": [{one.of: one.name, "share": one.share} for one in use.shares],
    }


def ledger_json(ledger: Ledger) -> Json:
    """The account as `heed ledger --json` and `/api/ledger` give it; minutes, not seconds."""
    return {
        "granted_minutes": minutes(ledger.granted_s),
        "spent_minutes": minutes(ledger.spent_s),
        "returned_minutes": minutes(ledger.returned_s),
        "open_minutes": minutes(ledger.still_open_s),
        "answers": ledger.answers,
        "worth_per_minute": _rounded(ledger.worth_per_minute),
        "worth_interval": [_rounded(ledger.worth_low), _rounded(ledger.worth_high)],
        "regret_minutes": minutes(round(ledger.regret_s)),
        "days": [
            {
                "date": day.day.isoformat(),
                "granted_minutes": minutes(day.granted_s),
                "spent_minutes": minutes(day.spent_s),
                "returned_minutes": minutes(day.returned_s),
                "open_minutes": minutes(day.still_open_s),
            }
            for day in ledger.days
        ],
        "sources": [
            {
                "source": row.source_id,
                "title": row.title,
                "topic": row.topic,
                "spent_minutes": minutes(row.spent_s),
                "answers": row.answers,
                "worth_per_minute": _rounded(row.worth_per_minute),
                "surplus_minutes": minutes(round(row.surplus_s)),
            }
            for row in ledger.sources
        ],
    }


def watch_json(watch: Watch) -> Json:
    """A watch as `heed watch list --json` gives it."""
    return {
        "id": watch.id,
        "name": watch.name,
        "words": list(watch.words),
        "entities": [{"name": one.name, "aliases": list(one.aliases)} for one in watch.entities],
        "examples": list(watch.examples),
        "urgent": watch.urgent,
        "muted": watch.muted,
    }


def report_json(report: WatchReport) -> Json:
    """How a watch stands, as `heed watch report --json` gives it."""
    return {
        **watch_json(report.watch),
        "signals": [signal_json(one) for one in report.signals],
        "days": [
            {"until": day.until.isoformat(), "pieces": day.pieces, "tone": _rounded(day.tone)}
            for day in report.days
        ],
        "seen": [sighting_json(one) for one in report.seen],
    }


def alert_json(alert: Alert) -> Json:
    """An alert with its numbers and its evidence."""
    return {
        "watch": alert.watch_id,
        "date": alert.day.isoformat(),
        "at": alert.at.isoformat(),
        "signals": [signal_json(one) for one in alert.signals],
        "evidence": [sighting_json(one) for one in alert.evidence],
    }


def signal_json(signal: Signal) -> Json:
    """A number against its usual; `away` in robust standard deviations."""
    return {
        "kind": signal.kind,
        "value": _rounded(signal.value),
        "usual": _rounded(signal.usual),
        "away": _rounded(signal.away),
        "days": signal.days,
        "raised": signal.raised,
    }


def sighting_json(one: Sighting) -> Json:
    """A piece a watch saw; a cue's part of the tone is its polarity times its share."""
    return {
        "item": one.item_id,
        "title": one.text.partition("\n")[0],
        "at": one.at.isoformat(),
        "by": list(one.by),
        "tones": [
            {
                "entity": tone.entity,
                "tone": _rounded(tone.value),
                "cues": [
                    {
                        "word": cue.word,
                        "polarity": _rounded(cue.polarity),
                        "share": _rounded(cue.share),
                    }
                    for cue in tone.cues
                ],
            }
            for tone in one.tones
        ],
    }


def sources_json(sources: Sequence[Source], visits: Mapping[int, Visit]) -> list[Json]:
    """Sources and how they are doing, as `heed sources --json` and `/api/sources` give them."""
    return [_source_json(source, visits.get(source.id, Visit(source.id))) for source in sources]


def _source_json(source: Source, visit: Visit) -> Json:
    return {
        "id": source.id,
        "title": source.title,
        "url": source.url,
        "kind": source.kind,
        "topic": source.topic,
        "muted": source.muted,
        "checked_at": visit.checked_at.isoformat() if visit.checked_at else None,
        "next_at": visit.next_at.isoformat() if visit.next_at else None,
        "trouble": visit.trouble,
    }


class Evidence(NamedTuple):
    """A found stretch of a passage; asked: the word it stands for, "" where written the same."""

    found: str
    asked: str
    weight: float


def evidence(passage: Passage) -> list[Evidence]:
    """What was found, in the passage's order; what overlaps is one stretch (Chinese pairs do)."""
    parts: list[tuple[int, int, str, float]] = []
    for one in sorted(passage.matches, key=lambda match: match.start):
        if parts and one.start < parts[-1][1]:
            start, end, _, weight = parts.pop()
            parts.append((start, max(end, one.end), "", weight + one.weight))
        else:
            parts.append((one.start, one.end, one.asked, one.weight))
    found = [(passage.text[start:end], asked, weight) for start, end, asked, weight in parts]
    return [
        Evidence(text, "" if text.lower() == asked else asked, weight)
        for text, asked, weight in found
    ]


def finding_json(one: Finding, held: Mapping[int, Source]) -> Json:
    """One found piece with its best sentence; weights sum to the sentence's `share`, about."""
    source = held.get(one.item.source_id)
    return {
        "item": one.item.id,
        "title": one.item.title,
        "source": source.title if source else "",
        "url": one.item.url,
        "published_at": one.item.published_at.isoformat(),
        "score": round(one.score, 4),
        "sentence": one.passage.text,
        "share": round(one.passage.score, 4),
        "words": [
            {
                "found": part.found,
                "asked": part.asked or part.found,
                "weight": round(part.weight, 4),
            }
            for part in evidence(one.passage)
        ],
    }


def reply_json(reply: Reply, held: Mapping[int, Source], phrased: Phrased) -> Json:
    """An answer as `heed ask --json` gives it; `answers` is empty where nothing was found.

    phrased: what the reader's own endpoint made of it, its [1] the first of `answers`; null where
    there is nothing, and `not_phrased` says why.
    """
    return {
        "question": reply.question,
        "about": list(reply.about),
        "phrased": phrased.text or None,
        "not_phrased": phrased.why_not or None,
        "answers": [finding_json(one, held) for one in reply.findings],
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def evaluation_json(found: Evaluation, words: Words) -> Json:
    """How well each method foretold the reader's answers, as `heed evaluate --json` gives it."""
    return {
        "answers": found.answers,
        "methods": {name: _score_json(score) for name, score in found.methods.items()},
        "in_use": found.in_use,
        "asked": {
            "answers": found.asked,
            "log_loss": {name: _interval_json(one) for name, one in found.unbiased.items()},
        },
        "covered": None
        if found.covered is None
        else {"share": _four(found.covered[0]), "answers": found.covered[1]},
        "a_week_later": _again_json(found.again),
        "duel": _duel_json(found.duel),
        "sentence": foretold(found, words),
    }


def _interval_json(one: Interval) -> Json:
    return {"mean": _four(one.mean), "lo": _four(one.lo), "hi": _four(one.hi)}


def _again_json(found: Again | None) -> Json | None:
    if found is None:
        return None
    change = _interval_json(found.change)
    return {"count": found.count, "worse": found.worse, "better": found.better, "change": change}


def _duel_json(found: Duel | None) -> Json | None:
    if found is None:
        return None
    return {
        "first": found.first,
        "second": found.second,
        "editions": found.editions,
        "credit": _interval_json(found.credit),
        "winner": found.winner or None,
    }


def foretold(found: Evaluation, words: Words) -> str:
    """What the evaluation says in two sentences."""
    best = found.best if found.enough else 0
    ours, newest = (found.methods[name].found for name in ("heed", "recency"))
    joint = "" if words.language == "zh" else " "
    told = words.foretold(found.answers, best, ours, newest)
    return told + joint + words.ranked_by(found.in_use)


def beside(found: Evaluation, words: Words) -> tuple[str, ...]:
    """What asked answers, second thoughts and shared editions say, a sentence each."""
    said = [words.asked(found.asked, found.enough_asked)]
    if found.covered:
        said.append(words.covered(*found.covered))
    if found.again:
        one = found.again
        said.append(words.again(one.count, one.worse, one.better, one.change.mean))
    if found.duel:
        said.append(words.duel(found.duel))
    return tuple(said)


def _score_json(score: Score) -> Json:
    return {
        "log_loss": _interval_json(score.log_loss),
        "auc": _four(score.auc),
        "ndcg10": _four(score.ndcg10),
        "ece": _four(score.ece),
        "found": score.found,
    }


def _four(value: float) -> float:
    return round(value, 4)


def portrait_json(found: Portrait) -> Json:
    """Who heed thinks the reader is, as `heed who --json` gives it."""

    def pieces(given: Sequence[PastPiece]) -> list[Json]:
        return [
            {
                "item": one.item_id,
                "title": one.title,
                "answer": one.answer,
                "weight": _four(one.weight),
            }
            for one in given
        ]

    def tags(given: Sequence[tuple[Tag, str]]) -> list[Json]:
        return [{"kind": tag.kind, "name": name} for tag, name in given]

    return {
        "answers": found.answers,
        "mean": _four(found.mean),
        "pieces": pieces(found.pieces),
        "forgotten": pieces(found.forgotten),
        "sources": [
            {"id": id, "title": title, "beyond_mean": _four(beyond), "answers": count}
            for id, title, beyond, count in found.sources
        ],
        "pinned": tags(found.pinned),
        "muted": tags(found.muted),
    }


def highlight_json(one: Highlight, item: Item | None) -> Json:
    """Marked words as `heed highlight --json` gives them."""
    return {
        "highlight": one.id,
        "item": one.item_id,
        "title": item.title if item else "",
        "url": item.url if item else "",
        "quote": one.quote,
        "note": one.note,
        "at": one.at.isoformat(),
    }


def card_json(one: Card, recall: float) -> Json:
    """A card as `heed cards list --json` gives it; recall: the probability of knowing it now."""
    return {
        "card": one.id,
        "kind": one.kind,
        "item": one.item_id,
        "front": one.front,
        "back": one.back,
        "recall": _four(recall),
        "stability_days": _four(one.stability_days),
        "due_at": one.due_at.isoformat(),
    }


def growth_json(one: Growth) -> Json:
    """A goal and how it goes, as `heed goal list --json` gives it."""
    return {
        "goal": one.goal.id,
        "topic": one.goal.topic,
        "weekly_minutes": minutes(one.goal.weekly_s),
        "questions": list(one.goal.questions),
        "minutes_this_week": minutes(one.week_s),
        "minutes_four_weeks": minutes(one.month_s),
        "cards": one.cards,
        "cards_known": one.known,
        "price_per_minute": None if one.price is None else _four(one.price),
    }


def diet_json(found: DietFacts, words: Words, held: Mapping[int, Source]) -> Json:
    """What minutes were made of, as `heed diet --json` gives it."""

    def portions(given: Sequence[Portion]) -> list[Json]:
        return [{"name": one.name, "minutes": minutes(one.seconds)} for one in given]

    return {
        "since": found.first.isoformat(),
        "minutes": minutes(found.seconds),
        "effective_topics": _four(found.effective_topics),
        "effective_sources": _four(found.effective_sources),
        "topics": portions(found.topics),
        "sources": portions(found.sources),
        "rules": [
            {
                "text": words.rule(named_rule(one.rule, held)),
                "minutes_a_day": minutes(round(one.daily_s)),
                "kept": one.held,
                "cost_minutes": _four(one.cost),
                "editions": one.editions,
            }
            for one in found.rules
        ],
        "known": [
            {
                "topic": one.name,
                "minutes": minutes(one.seconds),
                "pieces": one.pieces,
                "marks": one.marks,
                "cards": one.cards,
                "cards_known": one.known,
            }
            for one in found.known
        ],
        "never_read": list(found.gaps),
    }


def desk_answer_json(found: DeskAnswer) -> Json:
    """What the help desk makes of a message; `answer` is null where it hands over."""
    entry, passage = found.entry, found.passage
    return {
        "asked": found.asked,
        "intent": found.intent,
        "confidence": round(found.confidence, 4),
        "needed": round(found.sure, 4),
        "answer": entry.answer if entry else None,
        "entry": entry.id if entry else None,
        "question": entry.question if entry else None,
        "sentence": passage.text if passage else None,
        "words": [
            {
                "found": part.found,
                "asked": part.asked or part.found,
                "weight": round(part.weight, 4),
            }
            for part in (evidence(passage) if passage else ())
        ],
        "like": [
            {"text": one.text, "intent": one.intent, "weight": round(one.weight, 4)}
            for one in found.likes
        ],
    }


def desk_turn_json(turn: DeskTurn) -> Json:
    """One message of a conversation and its answer, null while a person is awaited."""
    return {
        "id": turn.id,
        "talk": turn.talk,
        "asked_at": turn.asked_at.isoformat(),
        "asked": turn.asked,
        "state": turn.state,
        "answer": turn.answer or None,
        "by": "person" if turn.state == "replied" else "desk" if turn.entry_id else None,
    }
