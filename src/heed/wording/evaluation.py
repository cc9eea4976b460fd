"""How well heed knows the reader: ways of ranking, foretelling, second thoughts, duels."""

from collections.abc import Mapping

from heed.types import Duel
from heed.wording.language import Voice, mark

_METHODS: Mapping[str, str] = {
    "heed": mark("heed: attention over what you answered"),
    "base_rate": mark("your usual rate, every piece alike"),
    "recency": mark("newest first"),
    "source_prior": mark("what the source was worth so far"),
    "centred_mean": mark("like the mean of what you liked"),
    "rocchio": mark("like the liked, unlike the disliked (Rocchio)"),
    "learned": mark("attention that learned on other readers"),
    "logistic": mark("logistic regression"),
    "svm": mark("words into a support vector machine"),
}


class EvaluationWords(Voice):
    """How well each way foretells the reader's answers."""

    def method(self, name: str) -> str:
        """A way of ranking, as a person would say it."""
        return self.gettext(_METHODS.get(name, name))

    def foretold(self, answers: int, best: int, ours: int, newest: int) -> str:
        """How many of the reader's best pieces heed puts first; best 0: too early to say."""
        if not best:
            return self.ngettext(
                "One answer so far: too few to say how well heed knows you.",
                "{count} answers so far: too few to say how well heed knows you.",
                answers,
            )
        return self.gettext(
            "After {answers} answers heed finds {ours} of your {best} best pieces;"
            " newest-first would find {newest}.",
            answers=self.number(answers),
            ours=ours,
            best=best,
            newest=newest,
        )

    def ranked_by(self, name: str) -> str:
        """Which way makes the editions, and why where it is not heed's own."""
        if name == "heed":
            return self.gettext("heed's own model makes your editions.")
        return self.gettext(
            "On your answers another way foretells better, so it makes your editions until heed"
            " catches up: {method}.",
            method=self.method(name),
        )

    def asked(self, count: int, enough: bool) -> str:
        """How many answers were asked for by chance, and what they are used for."""
        told = self.ngettext(
            "One answer was asked for by chance; the others were volunteered.",
            "{count} answers were asked for by chance; the others were volunteered.",
            count,
        )
        used = (
            self.gettext("Only the asked ones decide which way ranks.")
            if enough
            else self.gettext("Until there are 20 of them, all answers decide which way ranks.")
        )
        return told + self._joint + used

    def covered(self, share: float, count: int) -> str:
        """How often the answer lay where it was expected to."""
        return self.ngettext(
            "Of one answer {share} % lay inside the interval that should hold 80 %.",
            "Of {count} answers {share} % lay inside the interval that should hold 80 %.",
            count,
            share=round(100 * share),
        )

    def again(self, count: int, worse: int, better: int, change: float) -> str:
        """What became of answers a week later."""
        told = self.ngettext(
            "One piece was asked about again a week later:",
            "{count} pieces were asked about again a week later:",
            count,
        )
        rest = self.gettext(
            "{worse} seemed worth less by then, {better} more; on average {change} a minute.",
            worse=worse,
            better=better,
            change=f"{change + 0.0:+.2f}",
        )
        return told + self._joint + rest

    def duel(self, found: Duel) -> str:
        """Whose slots were worth more where two rankings shared editions."""
        credit = found.credit
        told = self.ngettext(
            "In one shared edition {first} against {second}: credit {mean}, {low} to {high}.",
            "In {count} shared editions {first} against {second}: credit {mean}, {low} to {high}.",
            found.editions,
            first=self.method(found.first),
            second=self.method(found.second),
            mean=f"{credit.mean + 0.0:+.2f}",
            low=f"{credit.lo + 0.0:+.2f}",
            high=f"{credit.hi + 0.0:+.2f}",
        )
        if not found.winner:
            return told + self._joint + self.gettext("It cannot be told whose pieces are better.")
        return (
            told
            + self._joint
            + self.gettext("The better pieces are of: {method}.", method=self.method(found.winner))
        )
