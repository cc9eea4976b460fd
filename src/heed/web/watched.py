"""One watch: today and its evidence, four weeks as a picture, its alerts, what would have been.

The back-test looks at every day of the last month as a morning then would have.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from heed.actions import watches as actions
from heed.store import alerts, watches
from heed.types import Alert, Cue, Sighting, Source, Tone, Watch
from heed.web.evidence import Stretch, runs
from heed.web.place import Here, Place, sources_by_id
from heed.web.watch import Row, row
from heed.wording import Words

SHOWN = 12
"""Pieces of today; the JSON has them all."""
SAID = 10
FAINT, LIGHT, HEAVY = 0.03, 0.1, 0.3
"""A cue's part of the tone from which it is underlined once, twice, thrice."""
router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece the watch saw: its title with the telling words marked, and what they came to."""

    when: str
    href: str
    title: tuple[Stretch, ...]
    lead: tuple[Stretch, ...]
    source: str
    by: str
    tones: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """An alert, kept or from the back-test."""

    id: int
    when: str
    title: str
    why: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class WatchView:
    """The whole page of one watch."""

    row: Row
    pieces: tuple[Piece, ...]
    unseen: int
    limits: tuple[str, ...]
    said: tuple[Said, ...]
    tested: tuple[Said, ...] | None


@router.get("/watch/{watch_id}")
def show(here: Here, watch_id: int) -> HTMLResponse:
    """How one watch stands."""
    return watched_page(here, watch_id, tested=False)


@router.get("/watch/{watch_id}/backtest")
def tested(here: Here, watch_id: int) -> HTMLResponse:
    """The same, with what would have alerted in the last month."""
    return watched_page(here, watch_id, tested=True)


def watched_page(here: Place, watch_id: int, *, tested: bool) -> HTMLResponse:
    """The page as the home stands now. Raises NotFound."""
    with here.diet.db.read() as tx:
        watch = watches.get(tx, watch_id)
        kept = alerts.of_watch(tx, watch_id, SAID)
    (report,) = actions.reports(here.diet, [watch])
    found = list(reversed(actions.backtest(here.diet, watch))) if tested else None
    held = sources_by_id(here.diet)
    return here.page(
        "watched.html",
        view=WatchView(
            row=row(report, here.words, here),
            pieces=tuple(
                piece(one, held, here, several=several(watch)) for one in report.seen[:SHOWN]
            ),
            unseen=len(report.seen[SHOWN:]),
            limits=here.words.tone_limits(report.seen[:SHOWN]),
            said=tuple(told(one, watch, held, here) for one in kept),
            tested=None if found is None else tuple(told(o, watch, held, here) for o in found),
        ),
        days=actions.BACKTEST_DAYS,
    )


def told(alert: Alert, watch: Watch, held: Mapping[int, Source], here: Place) -> Said:
    """One alert in words."""
    words = here.words
    when = words.short_date(alert.day)
    return Said(
        id=alert.id,
        when=f"{when}, {words.clock(alert.at)}" if alert.id else when,
        title=words.alert_title(watch.name, alert),
        why=words.signals(alert.signals),
        pieces=tuple(piece(one, held, here, several=several(watch)) for one in alert.evidence),
    )


def several(watch: Watch) -> bool:
    """Whether a watch looks for more than one thing."""
    return len(watch.words) + len(watch.entities) + len(watch.examples) > 1


def piece(
    one: Sighting, held: Mapping[int, Source], here: Place, *, several: bool = False
) -> Piece:
    """One seen piece; the lead is shown only where a word of it told something.

    several: the watch looks for more than one thing, so say which it was.
    """
    words, source = here.words, held.get(one.source_id)
    cues = [cue for tone in one.tones for cue in tone.cues]
    title, _, lead = one.text.partition("\n")
    after = len(title) + 1
    return Piece(
        when=words.when(one.at, here.now),
        href=f"/story/{one.item_id}",
        title=marked(title, cues, 0),
        lead=marked(lead, cues, after) if _told(cues, after) else (),
        source=source.title if source else "",
        by=" · ".join(one.by) if several else "",
        tones=tuple(tone_line(tone, words) for tone in one.tones),
    )


def _told(cues: Sequence[Cue], after: int) -> bool:
    return any(cue.start >= after and abs(cue.part) >= FAINT for cue in cues)


def tone_line(tone: Tone, words: Words) -> str:
    """What was said of whom, and by which words."""
    if any(abs(cue.part) >= FAINT for cue in tone.cues):
        return words.tone_told(tone)
    return words.gettext("{entity}: no telling word.", entity=tone.entity or "–")


def marked(text: str, cues: Sequence[Cue], first: int) -> tuple[Stretch, ...]:
    """`text`, which begins at character `first` of what was read, with its cues marked."""
    levels = [0] * len(text)
    for cue in cues:
        level = sum(abs(cue.part) >= bound for bound in (FAINT, LIGHT, HEAVY))
        for place in range(max(cue.start - first, 0), min(cue.end - first, len(text))):
            levels[place] = max(levels[place], level)
    return runs(text, levels)
