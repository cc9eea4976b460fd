"""Watches: numbers against their usual, tones, alerts with what they rest on."""

from collections.abc import Sequence

from heed.types import Alert, Sighting, Signal, Tone
from heed.wording.amounts import AmountWords

TELLS = 0.015
"""A cue's part of the tone from which it is named."""


class WatchWords(AmountWords):
    """What a watch saw."""

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
        return "\n".join([*lines, *self.tone_limits(alert.evidence)])

    def tone_limits(self, seen: Sequence[Sighting]) -> tuple[str, ...]:
        """What nobody may read into the tones of these pieces; nothing where they were measured."""
        if not any(one.unproven for one in seen):
            return ()
        return (
            self.gettext(
                "Chinese tones come from a list of words that was not measured on finance news: "
                "take them as a hint."
            ),
        )

    def tone_told(self, tone: Tone, most: int = 4) -> str:
        """`Arvo −0.4: slump −0.31, weak −0.10`; stops and what rounds to nothing are left out."""
        telling = [one for one in tone.cues if abs(one.part) >= TELLS and _is_word(one.word)]
        cues = ", ".join(f"{one.word} {self.hundredths(one.part)}" for one in telling[:most])
        head = f"{tone.entity} {self.tone(tone.value)}".strip()
        if not cues:
            return head
        return f"{head}: {cues}" if self.language == "en" else f"{head}：{cues}"

    def hundredths(self, value: float) -> str:
        """A cue's part of a tone with its sign: `−0.31`."""
        return f"{value:+.2f}".replace("-", "−")

    def signals(self, signals: Sequence[Signal]) -> str:
        """Several numbers in a row, those out of the ordinary first."""
        told = sorted(signals, key=lambda one: not one.raised)
        return self._joint.join(map(self.signal, told))


def _is_word(text: str) -> bool:
    """Whether it says anything by itself: a full stop does not."""
    return any(char.isalnum() for char in text)
