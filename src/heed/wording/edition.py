"""An edition and its account: its price, its shelves, the answers it asks for."""

from collections.abc import Mapping

from heed.types import ANSWERS, Answer, Edition, Grade, Ledger, Slot, SlotKind
from heed.wording.amounts import AmountWords
from heed.wording.language import mark

MINUTES_AHEAD = 10
"""How many more minutes the price sentence imagines."""
_ANSWERS: Mapping[Answer, str] = {
    "none": mark("none of them"),
    "half": mark("half"),
    "all": mark("all of them"),
    "more": mark("more"),
}
_GRADES: Mapping[Grade, str] = {
    "forgot": mark("forgotten"),
    "hard": mark("hard to find"),
    "good": mark("known"),
    "easy": mark("at once"),
}
_SHELVES: Mapping[SlotKind, str] = {
    "core": mark("today"),
    "explore": mark("outside your habits"),
    "must": mark("you asked for these"),
    "review": mark("cards due"),
    "team": mark("for your team"),
}


DEAR = mark("A minute is worth {price} today: you left out pieces worth more than they cost.")
CHEAP = mark(
    "A minute is worth {price} today: less than it costs you, but what you left out is worth more"
    " than your minutes are elsewhere."
)


class EditionWords(AmountWords):
    """What a day's minutes buy, and what they were worth."""

    def price(self, edition: Edition) -> str:
        """What a minute is worth today and what ten more would bring."""
        if edition.price <= edition.reservation_rate or not edition.left_out:
            return self.returned(edition)
        told = self.gettext(DEAR if edition.price >= 1 else CHEAP, price=self.worth(edition.price))
        return told + self._joint + self._ahead(edition)

    def _ahead(self, edition: Edition) -> str:
        limit = edition.granted_s + 60 * MINUTES_AHEAD
        near = sum(
            1
            for one in edition.left_out
            if one.enters_at_s is not None and one.enters_at_s <= limit
        )
        if not near:
            return self.gettext("Ten more minutes would bring you nothing whole.")
        return self.ngettext(
            "Ten more minutes would bring you one of them.",
            "Ten more minutes would bring you up to {count} of them.",
            near,
        )

    def returned(self, edition: Edition) -> str:
        """What the edition gives back, or that it is just full."""
        back = edition.granted_s - edition.planned_s
        if not edition.slots and not edition.left_out:
            return self.gettext("There is nothing here to choose from. Your minutes are all yours.")
        if not edition.slots:
            return self.gettext("Nothing today is worth its minutes. They are all yours.")
        if back < 60:
            return self.gettext("Your minutes are just filled.")
        yours = self.ngettext(
            "{count} minute is yours again.", "{count} minutes are yours again.", round(back / 60)
        )
        return self._why_back(edition) + self._joint + yours

    def _why_back(self, edition: Edition) -> str:
        if not edition.left_out:
            return self.gettext("That is all there is.")
        if any(one.enters_at_s is not None for one in edition.left_out):
            return self.gettext("What is left is too long for today.")
        return self.gettext("The next piece is worth less than its minutes.")

    def answer(self, answer: Answer) -> str:
        """The label of an answer to "would you spend these minutes again?"."""
        return self.gettext(_ANSWERS[answer])

    def answered(self, answer: float) -> str:
        """What was answered, as the question put it."""
        named = next(name for name, worth in ANSWERS.items() if worth == answer)
        return self.gettext("you would spend again: {answer}", answer=self.gettext(_ANSWERS[named]))

    def grade(self, grade: Grade) -> str:
        """The label of an answer to a card."""
        return self.gettext(_GRADES[grade])

    def title(self, slot: Slot) -> str:
        """What a place in an edition is called; a slot of cards has no title of its own."""
        if slot.kind != "review":
            return slot.title
        return self.ngettext(
            "One card you would begin to forget",
            "{count} cards you would begin to forget",
            slot.cards,
        )

    def shelf(self, kind: SlotKind) -> str:
        """The heading over slots of one kind."""
        return self.gettext(_SHELVES[kind])

    def account(self, account: Ledger) -> str:
        """What the answered minutes were worth, as far as that is known."""
        if account.worth_per_minute is None:
            return self.gettext(
                "You have answered nothing yet, so heed cannot say what it was worth."
            )
        if account.worth_low is None or account.worth_high is None:
            return self.ngettext(
                "One answer so far: not enough data for an interval.",
                "{count} answers so far: not enough data for an interval.",
                account.answers,
            )
        return self.gettext(
            "By {count} answers a minute was worth {worth}, somewhere between {low} and {high}.",
            count=account.answers,
            worth=self.worth(account.worth_per_minute),
            low=self.worth(account.worth_low),
            high=self.worth(account.worth_high),
        )
