"""What heed says of a team's reading, as sentences and as plain values, for every door.

Knows no page and no table of the store.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict

from heed.plain import Json, minutes, reasons_json
from heed.team import (
    Assignment,
    AuditRule,
    Coverage,
    MarketDay,
    Member,
    Mode,
    Need,
    TeamAudit,
    TeamSwap,
)
from heed.types import Source
from heed.wording import Words, mark

MODES: Mapping[Mode, str] = {
    "split": mark("in turns"),
    "best": mark("by the fairest plan"),
    "private": mark("in private"),
}
RULES: Mapping[AuditRule, str] = {
    "chosen": mark("what was done"),
    "sum": mark("the largest plain sum"),
    "alone": mark("each alone"),
}
WORTH_MORE = 0.005
"""A smaller share of worth is called nothing."""


# -- needs ---------------------------------------------------------------------------------------


def need_told(
    need: Need,
    words: Words,
    *,
    titles: Mapping[int, str],
    sources: Mapping[int, Source],
    people: Mapping[int, Member],
) -> str:
    """`Every piece on Markets · 1 to 2 readers · until 20 Nov · not Ben`. titles: by item id."""
    parts = [_what(need, words, titles, sources), _readers(need, words)]
    if need.until:
        parts.append(words.gettext("until {date}", date=words.short_date(need.until)))
    if need.skills:
        parts.append(words.gettext("who can: {skills}", skills=", ".join(need.skills)))
    names = [people[one].name for one in need.barred if one in people]
    if names:
        parts.append(words.gettext("not {names}", names=", ".join(names)))
    return " · ".join(parts)


def _what(
    need: Need, words: Words, titles: Mapping[int, str], sources: Mapping[int, Source]
) -> str:
    if need.scope == "piece":
        title = titles.get(int(need.subject), words.gettext("a piece since removed"))
        return words.gettext("“{title}”", title=title)
    if need.scope == "words":
        return words.gettext("Every piece that says “{subject}”", subject=need.subject)
    if need.scope == "watch":
        return words.gettext("Every piece that the watch “{name}” sees", name=need.subject)
    if need.scope == "topic":
        return words.gettext("Every piece on {subject}", subject=need.subject)
    source = sources.get(int(need.subject))
    named = source.title or source.url if source else words.gettext("a source since removed")
    return words.gettext("Every piece of {subject}", subject=named)


def _readers(need: Need, words: Words) -> str:
    if not need.least:
        return words.ngettext("one reader at most", "up to {count} readers", need.most)
    if need.least == need.most:
        return words.ngettext("one reader", "{count} readers", need.least)
    return words.gettext("{least} to {most} readers", least=need.least, most=need.most)


def covered(one: Coverage, words: Words) -> str:
    """How far a piece is, in a few words."""
    if one.missing and one.able < one.wanted.least:
        return words.ngettext(
            "One reader is missing: nobody else in the team may read it.",
            "{count} readers are missing: nobody else in the team may read it.",
            one.missing,
        )
    if one.missing and one.able - one.passed < one.wanted.least:
        return words.ngettext(
            "One reader is missing: it was passed on, and nobody else may read it.",
            "{count} readers are missing: it was passed on, and nobody else may read it.",
            one.missing,
        )
    if one.missing:
        return words.ngettext(
            "One reader is missing: nobody who may read it has the minutes.",
            "{count} readers are missing: nobody who may read it has the minutes.",
            one.missing,
        )
    if one.closed:
        return words.gettext("read")
    if not one.read:
        return words.ngettext("one reader has it", "{count} readers have it", one.waiting)
    return words.gettext(
        "{read} read it, {waiting} still has it", read=one.read, waiting=one.waiting
    )


# -- the audit -----------------------------------------------------------------------------------


def audit_told(day: MarketDay, words: Words) -> tuple[str, ...]:
    """What can be said of a day's sharing out, one sentence each."""
    done = day.audit("chosen")
    if done is None:
        return ()
    said = [_kept(done, words), _met(done, words)]
    if done.value is None:
        return (
            *said,
            words.gettext(
                "It was cleared in private: what a piece is worth to whom is not known here, "
                "so no more can be said."
            ),
        )
    return (*said, *_worth(done, words), *_envy(done, words), *_rivals(day, done, words))


def _kept(done: TeamAudit, words: Words) -> str:
    if done.over_s < 1 and not done.extra_readers:
        return words.gettext("Nobody was asked for more minutes than offered.")
    return words.gettext(
        "Somebody was asked for {minutes} too much.", minutes=words.minutes(round(done.over_s))
    )


def _met(done: TeamAudit, words: Words) -> str:
    if not done.unmet:
        return words.gettext("Every piece that must be read has its readers.")
    return words.ngettext(
        "One reader is missing for what must be read.",
        "{count} readers are missing for what must be read.",
        done.unmet,
    )


def _worth(done: TeamAudit, words: Words) -> tuple[str, ...]:
    if done.gap is None:
        return ()
    share = percent(1 - done.gap)
    return (
        words.gettext(
            "The lists are worth {share} of the most any sharing could be, were pieces divisible.",
            share=share,
        ),
    )


def _envy(done: TeamAudit, words: Words) -> tuple[str, ...]:
    if not done.envy_pairs:
        return (words.gettext("Nobody would rather have another's list."),)
    if not done.ef1_violations:
        return (
            words.ngettext(
                "One member would rather have another's list, but not with one piece less.",
                "{count} times a member would rather have another's list, "
                "but never with one piece less.",
                done.envy_pairs,
            ),
        )
    return (
        words.ngettext(
            "One member would rather have another's list, even with one piece less.",
            "{count} times a member would rather have another's list, even with one piece less.",
            done.ef1_violations,
        ),
    )


def _rivals(day: MarketDay, done: TeamAudit, words: Words) -> tuple[str, ...]:
    """Against the plain sum, and against everybody alone."""
    plain, alone = day.audit("sum"), day.audit("alone")
    said: list[str] = []
    if plain and plain.value and done.value is not None:
        more = plain.value / done.value - 1 if done.value else 0.0
        said.append(_price(more, plain, done, words))
    if alone:
        said.append(
            words.gettext(
                "Each alone, you would read {alone} different pieces between you; "
                "shared out it is {pieces}.",
                alone=alone.pieces,
                pieces=done.pieces,
            )
        )
    return tuple(said)


def _price(more: float, plain: TeamAudit, done: TeamAudit, words: Words) -> str:
    if more < WORTH_MORE:
        return words.gettext("Fairness cost nothing: the largest plain sum is worth no more.")
    return words.gettext(
        "Fairness cost {share}: so much more the largest plain sum is worth to all together, "
        "with {plain} a minute instead of {done} for whoever has least.",
        share=percent(more),
        plain=rate(plain.worst_rate),
        done=rate(done.worst_rate),
    )


def audit_rows(day: MarketDay, words: Words) -> tuple[tuple[str, ...], ...]:
    """The same as a table: a row a number, a column a rule, in the order of the day's audits."""
    told = (
        (words.gettext("pieces read"), [str(one.pieces) for one in day.audits]),
        (words.gettext("read twice"), [words.minutes(one.twice_s) for one in day.audits]),
        (words.gettext("readers missing"), [str(one.unmet) for one in day.audits]),
        (words.gettext("worth to all"), [rate(one.value, 1) for one in day.audits]),
        (words.gettext("least worth a minute"), [rate(one.worst_rate) for one in day.audits]),
        (words.gettext("prefer another's list"), [_count(one.envy_pairs) for one in day.audits]),
        (
            words.gettext("even with one piece less"),
            [_count(one.ef1_violations) for one in day.audits],
        ),
    )
    return tuple((label, *cells) for label, cells in told)


def percent(share: float) -> str:
    """`97 %`."""
    return f"{100 * share:.0f} %"


def rate(value: float | None, digits: int = 2) -> str:
    """Worth with its digits; a dash where nobody can know."""
    return "–" if value is None else f"{value + 0.0:.{digits}f}"


def _count(value: int | None) -> str:
    return "–" if value is None else str(value)


# -- plain values --------------------------------------------------------------------------------


def member_json(one: Member) -> Json:
    """A member and what she said of herself."""
    return {
        "member": one.id,
        "name": one.name,
        "offered_minutes": minutes(one.offer_s),
        "interests": list(one.interests),
        "skills": list(one.skills),
    }


def need_json(one: Need) -> Json:
    """A need; barred: the numbers of members."""
    return {
        "need": one.id,
        "scope": one.scope,
        "subject": one.subject,
        "least": one.least,
        "most": one.most,
        "until": one.until.isoformat() if one.until else None,
        "skills": list(one.skills),
        "barred": list(one.barred),
    }


def note_json(one: Assignment, day: MarketDay) -> Json:
    """A piece that was read for all, and the lines about it."""
    return {
        "item": one.item_id,
        "title": _title(one, day),
        "member": _name(one, day),
        "note": one.note,
    }


def swap_json(one: TeamSwap, day: MarketDay, held: Sequence[Assignment]) -> Json:
    """An exchange: the two assignments, what each is and who has it."""
    given = {part.id: part for part in held}
    return {
        "assignments": [
            {"assignment": id, "member": _name(given[id], day), "title": _title(given[id], day)}
            for id in one.assignments
        ]
    }


def _title(one: Assignment, day: MarketDay) -> str:
    return next(piece.title for piece in day.wanted if piece.item_id == one.item_id)


def _name(one: Assignment, day: MarketDay) -> str:
    return next(seat.name for seat in day.seats if seat.member_id == one.member_id)


def part_json(one: Assignment, day: MarketDay, words: Words) -> Json:
    """One piece of a member's list, as `heed team mine --json` gives it."""
    piece = next(piece for piece in day.wanted if piece.item_id == one.item_id)
    return {
        "assignment": one.id,
        "item": one.item_id,
        "title": piece.title,
        "minutes": minutes(piece.seconds),
        "must": one.must,
        "worth": one.worth,
        "price": piece.price,
        "credit": round(one.credit, 4),
        "state": one.state,
        "note": one.note,
        "reasons": reasons_json(one.reasons, words),
    }


def audit_json(day: MarketDay, covered: Sequence[Coverage]) -> Json:
    """A market day as `heed team audit --json` gives it; minutes, not seconds."""
    return {
        "date": day.day.isoformat(),
        "cleared_at": day.at.isoformat(),
        "mode": day.mode,
        "seed": day.seed,
        "members": [
            {
                "name": one.name,
                "offered_minutes": minutes(one.offer_s),
                "influence": round(one.influence, 4),
                "price_per_minute": one.price,
            }
            for one in day.seats
        ],
        "audits": [asdict(one) | {"gap": one.gap} for one in day.audits],
        "coverage": [
            {
                "item": one.wanted.item_id,
                "title": one.wanted.title,
                "least": one.wanted.least,
                "most": one.wanted.most,
                "read": one.read,
                "waiting": one.waiting,
                "missing": one.missing,
            }
            for one in covered
        ],
    }
