"""What a help desk did, counted. Estimates only the minutes saved, and says at what rate."""

from collections.abc import Sequence

from heed.types import DeskIntentLine, DeskReport, DeskTurn


def report(turns: Sequence[DeskTurn], *, each_s: int) -> DeskReport:
    """Count turns; each_s: seconds a person takes for a message.

    An answer counts as right until the customer or an agent says that it was wrong.
    """
    answered = [one for one in turns if one.entry_id is not None]
    wrong = [one for one in answered if one.wrong]
    return DeskReport(
        asked=len(turns),
        answered=len(answered),
        handed=len(turns) - len(answered),
        wrong=len(wrong),
        waiting=sum(one.state == "waiting" for one in turns),
        replied=sum(one.state == "replied" for one in turns),
        each_s=each_s,
        saved_s=each_s * (len(answered) - len(wrong)),
        intents=_by_intent(turns),
    )


def _by_intent(turns: Sequence[DeskTurn]) -> tuple[DeskIntentLine, ...]:
    lines: dict[str, list[DeskTurn]] = {}
    for one in turns:
        lines.setdefault(one.intent, []).append(one)
    told = [
        DeskIntentLine(
            intent=intent,
            asked=len(some),
            handed=sum(one.entry_id is None for one in some),
            wrong=sum(one.wrong for one in some),
        )
        for intent, some in lines.items()
    ]
    return tuple(sorted(told, key=lambda one: (-one.asked, one.intent)))
