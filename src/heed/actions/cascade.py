"""The cascade on this home's own pieces: which full texts and vectors are worth their CPU-seconds.

A gathering does what it needs by itself; this is for a machine that is slow or busy.
"""

from datetime import timedelta

from heed import exchange, intake
from heed.diet import Diet
from heed.intake import Progress, quiet
from heed.store import meters, sources, vectors
from heed.types import Item, Scored, WorkKind

USUAL_S: dict[WorkKind, float] = {"text": 0.05, "encode": 0.015}
"""CPU-seconds one page and one vector take before this home measured its own."""
PROMISED: dict[WorkKind, float] = {"text": exchange.GAIN["text"], "encode": exchange.GAIN["vector"]}
MEASURED_DAYS = 7


def plan(diet: Diet, budget_s: float) -> exchange.Cascade:
    """The full texts and vectors that are worth most within `budget_s` CPU-seconds.

    A step is worth its share (exchange.data) of what its piece promises: how far it may come above
    the price of a minute of the edition as it would be now, times its minutes.
    """
    with diet.db.read() as tx:
        held = {one.id: one for one in sources.all(tx)}
    ranked = diet.ranked(diet.today(), held)
    with diet.db.read() as tx:
        encoded = vectors.load(tx, [one.story.lead.id for one in ranked])
    teasers = {one.id for one in intake.teasers(ranked, held, diet.clock())}
    each, cut = costs(diet), diet.preview(diet.today()).price
    steps = [
        exchange.Step(kind, one.story.lead.id, PROMISED[kind] * promised(one, cut), each[kind])
        for one in ranked
        for kind in ("text", "encode")
        if (one.story.lead.id in teasers if kind == "text" else one.story.lead.id not in encoded)
    ]
    return exchange.cascade(steps, budget_s)


def promised(one: Scored, cut: float) -> float:
    """Minutes a piece may be worth above the cut."""
    return exchange.promise(one.worth, one.sd, cut) * one.story.lead.seconds / 60


def costs(diet: Diet) -> dict[WorkKind, float]:
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
    """Fetch the pages and make the vectors that were chosen."""
    with diet.db.read() as tx:
        held = {one.id: one for one in sources.all(tx)}
    pieces = {one.story.lead.id: one.story.lead for one in diet.ranked(diet.today(), held)}
    wanted: dict[WorkKind, list[Item]] = {
        kind: [pieces[s.item_id] for s in found.taken if s.kind == kind and s.item_id in pieces]
        for kind in USUAL_S
    }
    now = diet.clock()
    with intake.metered(diet.db, "encode", at=now) as meter:
        meter.count = intake.encode_these(
            diet.db, diet.encoder, wanted["encode"], progress=progress
        )
    with intake.metered(diet.db, "text", at=now) as meter:
        meter.count = len(wanted["text"])
        intake.complete_all(
            diet.db, diet.web, wanted["text"], settings=diet.settings, progress=progress
        )
