"""An edition as Markdown: what a notes folder or a mail can hold. Knows no page and no store."""

from heed.types import Edition, Slot
from heed.wording import Words

SPECIAL = str.maketrans({character: "\\" + character for character in "\\`*_[]<>#"})


def markdown(edition: Edition, words: Words) -> str:
    """The whole edition with its price and its reasons."""
    head = [
        f"# heed · {words.date(edition.day)} · {words.minutes(edition.granted_s)}",
        "",
        words.price(edition),
        "",
    ]
    return "\n".join([*head, *(line for slot in edition.slots for line in _slot(slot, words))])


def _slot(slot: Slot, words: Words) -> list[str]:
    title = words.title(slot).translate(SPECIAL)
    link = f"[{title}](<{slot.url}>)" if slot.url.startswith(("http://", "https://")) else title
    reasons = " ".join(words.reason(reason) for reason in words.telling(slot.reasons))
    return [
        f"## {link}",
        "",
        " · ".join(filter(None, (words.minutes(slot.seconds), slot.source.translate(SPECIAL)))),
        "",
        f"> {reasons}",
        "",
    ]
