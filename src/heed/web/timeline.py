"""A watch's days as a picture: how much was said, and in what tone. The table says the same."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta, tzinfo
from statistics import median

from heed.types import WatchDay
from heed.wording import Words

LEFT, WIDTH = 44, 648
"""Where the days begin, and how wide they are; the last date needs room beyond them."""
PIECES_TOP, PIECES_HEIGHT = 10, 96
TONE_TOP, TONE_HEIGHT = 124, 56


@dataclass(frozen=True, slots=True)
class Column:
    """One day: its bar of pieces, its tone from the middle line, and a date where there is room."""

    x: float
    width: float
    y: float
    height: float
    tone_y: float
    tone_height: float
    kind: str
    label: str
    middle: float
    title: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """The whole picture, in the units of its viewBox, and its rows as text, newest first."""

    columns: tuple[Column, ...]
    usual_y: float
    usual: str
    most: str
    top: float
    zero_y: float
    rows: tuple[tuple[str, str, str], ...]


def timeline(days: Sequence[WatchDay], words: Words, zone: tzinfo) -> Timeline:
    """Bars for the pieces, and below them bars up for a good and down for a bad tone."""
    most = max([day.pieces for day in days] + [4])
    usual = median([day.pieces for day in days[:-1]] or [0])
    step = WIDTH / max(len(days), 1)
    dates = [words.short_date((day.until - timedelta(hours=12)).astimezone(zone).date())
             for day in days]  # fmt: skip
    every = max(1, len(days) // 7)
    columns = tuple(
        _column(
            day,
            x=LEFT + n * step,
            step=step,
            scale=PIECES_HEIGHT / most,
            label=dates[n] if (len(days) - 1 - n) % every == 0 else "",
            title=f"{dates[n]}: {day.pieces}" + _toned(day, words),
        )
        for n, day in enumerate(days)
    )
    rows = [
        (date, words.number(day.pieces), "–" if day.tone is None else words.tone(day.tone))
        for date, day in zip(dates, days, strict=True)
    ]
    return Timeline(
        columns=columns,
        usual_y=round(PIECES_TOP + PIECES_HEIGHT * (1 - usual / most), 1),
        usual=words.number(usual),
        most=words.number(most),
        top=PIECES_TOP,
        zero_y=TONE_TOP + TONE_HEIGHT / 2,
        rows=tuple(reversed(rows)),
    )


def _toned(day: WatchDay, words: Words) -> str:
    return "" if day.tone is None else f", {words.tone(day.tone)}"


def _column(
    day: WatchDay, *, x: float, step: float, scale: float, label: str, title: str
) -> Column:
    tone, half = day.tone or 0.0, TONE_HEIGHT / 2
    height = day.pieces * scale
    return Column(
        x=round(x, 1),
        width=round(step * 0.7, 1),
        y=round(PIECES_TOP + PIECES_HEIGHT - height, 1),
        height=round(height, 1),
        tone_y=round(TONE_TOP + half - max(tone, 0.0) * half, 1),
        tone_height=round(abs(tone) * half, 1),
        kind="good" if tone > 0 else "bad",
        label=label,
        middle=round(x + step * 0.35, 1),
        title=title,
    )
