"""The cascade on this home's own pieces: which dear steps are worth their CPU-seconds.

A gathering does what it must by itself; this is for what may wait, and for a machine that is slow.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from heed import exchange, intake
from heed.actions import summary
from heed.diet import Diet
from heed.intake import Progress, quiet
from heed.models.encoder import is_english
from heed.store import items, meters, sources, vectors
from heed.types import Edition, Item, Scored, WorkKind

USUAL_S: Mapping[WorkKind, float] = {"text": 0.05, "encode": 0.015, "summary": 0.3, "fit": 0.003}
"""CPU-seconds of one page, one vector, one summary and one document fitted, before this home
measured its own.
"""
SHARE: Mapping[WorkKind, float] = {
    "text": exchange.GAIN["text"],
    "encode": exchange.GAIN["vector"],
    "fit": exchange.GAIN["vector"],
    "summary": 0.2,
}
"""What a step adds, of what its piece promises; a summary: of what it may spare. Set by hand."""
MEASURED_DAYS = 7


def plan(diet: Diet, budget_s: float) -> exchange.Cascade:
    """The steps that are worth most within `budget_s` CPU-seconds.

    A full text or a vector is worth its share of what its piece promises: how far it may come above
    the price of a minute of today's edition, times its minutes. Fitting what reads the texts that
    are not English is worth that of all their pieces, as far as their words are new to it. What a
    summary is worth is told in `_summaries`.
    """
    with diet.db.read() as tx:
        held = {one.id: one for one in sources.all(tx)}
    ranked = diet.ranked(diet.today(), held)
    with diet.db.read() as tx:
        read = vectors.load(tx, [one.story.lead.id for one in ranked])
    edition, each = _edition(diet), costs(diet)
    teasers = {one.id for one in intake.teasers(ranked, held, diet.clock())}
    promised = {one.story.lead.id: _promised(one, edition.price) for one in ranked}
    steps = [
        exchange.Step(kind, id, SHARE[kind] * minutes, each[kind])
        for id, minutes in promised.items()
        for kind in ("text", "encode")
        if (id in teasers if kind == "text" else id not in read)
    ]
    fitted = sum(promised[id] for id, (name, _) in read.items() if not is_english(name))
    steps += [*_refit(diet, fitted, each), *_summaries(diet, edition, each)]
    return exchange.cascade(steps, budget_s)


def ahead(diet: Diet, budget_s: float) -> int:
    """Make the summaries of today's edition that are worth most within `budget_s` CPU-seconds, for
    readers who will come; returns how many.
    """
    found = exchange.cascade(_summaries(diet, _edition(diet), costs(diet)), budget_s)
    return _summarise(diet, _pieces(diet, found, "summary"), quiet)


def _edition(diet: Diet) -> Edition:
    return diet.current() or diet.preview(diet.today())


def _promised(one: Scored, cut: float) -> float:
    """Minutes a piece may be worth above the cut."""
    return exchange.promise(one.worth, one.sd, cut) * one.story.lead.seconds / 60


def _refit(diet: Diet, promised: float, each: Mapping[WorkKind, float]) -> list[exchange.Step]:
    """The one step that is done for all pieces of other languages; they are read anew after it.

    promised: minutes, of all of them.
    """
    texts, fitted_on, _ = intake.to_fit(diet.db)
    if not intake.may_fit(texts, fitted_on):
        return []
    count = min(texts, intake.FITTED_AT_MOST)
    value = SHARE["fit"] * promised * (1 - fitted_on / texts)
    return [exchange.Step("fit", 0, value, count * (each["fit"] + each["encode"]))]


def _summaries(diet: Diet, edition: Edition, each: Mapping[WorkKind, float]) -> list[exchange.Step]:
    """A summary spares the rest of a piece that turns out worth less than the price of a minute:
    how far it may stay below that, times the minutes beyond the summary's own.
    """
    slots = {one.item_id: one for one in edition.slots if one.kind != "review"}
    with diet.db.read() as tx:
        held = items.many(tx, list(slots))
    steps = []
    for item in summary.not_made(diet, list(held.values())):
        slot = slots[item.id]
        minutes = max(0.0, slot.seconds - summary.SECONDS) / 60
        value = SHARE["summary"] * exchange.spared(slot.worth, slot.sd, edition.price) * minutes
        if value > 0:
            steps.append(exchange.Step("summary", item.id, value, each["summary"]))
    return steps


def costs(diet: Diet) -> Mapping[WorkKind, float]:
    """CPU-seconds one piece took in each step lately."""
    since = (diet.clock() - timedelta(days=MEASURED_DAYS)).date()
    with diet.db.read() as tx:
        metered = meters.since(tx, since)
    found = dict(USUAL_S)
    for kind in USUAL_S:
        count = sum(one.count for one in metered if one.kind == kind)
        if count:
            found[kind] = sum(one.cpu_s for one in metered if one.kind == kind) / count
    return found


def carry_out(diet: Diet, found: exchange.Cascade, progress: Progress = quiet) -> None:
    """Do the chosen steps: fit, make the vectors, fetch the pages, and then summarise."""
    now = diet.clock()
    if any(step.kind == "fit" for step in found.taken):
        diet.refit(progress, due=False)
    with intake.metered(diet.db, "encode", at=now) as meter:
        pieces = _pieces(diet, found, "encode")
        meter.count = intake.encode_these(diet.db, diet.encoder, pieces, progress=progress)
    with intake.metered(diet.db, "text", at=now) as meter:
        pieces = _pieces(diet, found, "text")
        meter.count = len(pieces)
        intake.complete_all(diet.db, diet.web, pieces, settings=diet.settings, progress=progress)
    _summarise(diet, _pieces(diet, found, "summary"), progress)


def _pieces(diet: Diet, found: exchange.Cascade, kind: WorkKind) -> list[Item]:
    """The pieces of a kind of step, best first, as they are now."""
    wanted = [step.item_id for step in found.taken if step.kind == kind]
    with diet.db.read() as tx:
        held = items.many(tx, wanted)
    return [held[id] for id in wanted if id in held]


def _summarise(diet: Diet, pieces: Sequence[Item], progress: Progress) -> int:
    with intake.metered(diet.db, "summary", at=diet.clock()) as meter:
        meter.count = summary.make_ahead(diet, pieces, progress)
    return meter.count
