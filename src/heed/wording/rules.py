"""Rules of a diet, and what each cost."""

from heed.types import Rule, RulePrice
from heed.wording.amounts import AmountWords


class RuleWords(AmountWords):
    """Rules."""

    def rule(self, rule: Rule) -> str:
        """A declared diet as a sentence."""
        text = (
            self.gettext("At least {minutes} of {subject} a day.")
            if rule.bound == "floor"
            else self.gettext("At most {minutes} of {subject} a day.")
        )
        return text.format(minutes=self.minutes(rule.seconds), subject=rule.subject)

    def rule_price(self, priced: RulePrice) -> str:
        """What a rule cost today."""
        if not priced.met:
            if priced.rule.bound == "ceiling":
                return self.gettext("It could not hold today.")
            return self.gettext("It could not hold today: too little was there.")
        if round(abs(priced.price), 1) == 0:
            return self.gettext("It cost nothing today.")
        return self.gettext(
            "Each minute of it cost {price} today.", price=self.worth(abs(priced.price))
        )
