"""Why this: the few reasons that weighed most and value against price, for any piece. No markup."""

from collections.abc import Sequence
from dataclasses import dataclass

from heed.types import LeftOut, Reason, Slot
from heed.wording import Sentence, Words


@dataclass(frozen=True, slots=True)
class Said:
    """One reason as said; `href` leads to the past piece it leans on."""

    sentence: Sentence
    weight: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Why:
    """The reasons of one piece and what it was weighed against; `href`: where all of it stands."""

    said: tuple[Said, ...]
    balance: str
    href: str = ""


def said(reasons: Sequence[Reason], words: Words) -> tuple[Said, ...]:
    """The telling reasons in the reader's language."""
    return tuple(
        Said(
            words.reason_parts(reason),
            f"{reason.weight:+.2f}" if reason.weight else "",
            f"/story/{reason.item_id}" if reason.item_id else "",
        )
        for reason in words.telling(reasons)
    )


def why_chosen(slot: Slot, price: float, words: Words) -> Why:
    """Why a piece is in the edition, or a place for cards."""
    if slot.kind == "review":
        return why_cards(slot, price, words)
    balance = words.gettext(
        "Expected worth {worth} a minute, give or take {sd}: {value} for its {minutes}."
        " At today's price of {price} those minutes cost {cost}.",
        worth=words.worth(slot.worth),
        sd=words.worth(slot.sd),
        value=words.worth(slot.value),
        minutes=words.minutes(slot.seconds),
        price=words.worth(price),
        cost=words.worth(price * slot.seconds / 60),
    )
    return Why(said(slot.reasons, words), balance, f"/story/{slot.item_id}/why")


def why_cards(slot: Slot, price: float, words: Words) -> Why:
    """Why cards have a place in the edition."""
    balance = words.gettext(
        "What a look keeps is worth {worth} a minute, by what you said a recall is worth."
        " At today's price of {price} these {minutes} cost {cost}.",
        worth=words.worth(slot.worth),
        minutes=words.minutes(slot.seconds),
        price=words.worth(price),
        cost=words.worth(price * slot.seconds / 60),
    )
    return Why(said(slot.reasons, words), balance)


def why_left_out(one: LeftOut, price: float, words: Words) -> Why:
    """Why a piece is not in the edition."""
    balance = words.gettext(
        "Expected worth {worth} a minute; a minute had to be worth {price} today.",
        worth=words.worth(one.worth),
        price=words.worth(price),
    )
    return Why(said(one.reasons, words), balance, f"/story/{one.item_id}/why")
