"""Watches, their reports and alerts."""

from heed.plain.values import Json, rounded
from heed.types import Alert, Sighting, Signal, Watch, WatchReport


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
            {"until": day.until.isoformat(), "pieces": day.pieces, "tone": rounded(day.tone)}
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
        "value": rounded(signal.value),
        "usual": rounded(signal.usual),
        "away": rounded(signal.away),
        "days": signal.days,
        "raised": signal.raised,
    }


def sighting_json(one: Sighting) -> Json:
    """A piece a watch saw; a cue's part of the tone is its polarity times its share.

    tone_measured: false where nobody knows how well such pieces are read; null without a tone.
    """
    return {
        "item": one.item_id,
        "title": one.text.partition("\n")[0],
        "at": one.at.isoformat(),
        "by": list(one.by),
        "tones": [
            {
                "entity": tone.entity,
                "tone": rounded(tone.value),
                "cues": [
                    {
                        "word": cue.word,
                        "polarity": rounded(cue.polarity),
                        "share": rounded(cue.share),
                    }
                    for cue in tone.cues
                ],
            }
            for tone in one.tones
        ],
        "tone_measured": None if not one.tones else not one.unproven,
    }
