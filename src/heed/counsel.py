"""What heed says of recommendations and texts, as sentences and plain values, for all doors."""

from collections.abc import Mapping

from heed.plain import Json
from heed.types import FEWEST_USERS, Beside, Offer, Pick, Proof, Pull, Since, Summary, Way
from heed.wording import Words, mark

WAYS: Mapping[Way, str] = {
    "popular": mark("what many took"),
    "together": mark("what is taken together (item-kNN)"),
    "alike": mark("also by what goods are, new ones too"),
    "attention": mark("the same, the past weighed by attention"),
}
_PAST: Mapping[Way, str] = {
    "popular": mark("What many took, because nothing better could be proven."),
    "together": mark("What others took together with this user's goods (item-kNN)."),
    "alike": mark("What is like this user's goods, by who took them and by what they are."),
    "attention": mark("What is like this user's goods, weighed by attention for each good anew."),
}


def advice_told(advice: Offer, words: Words) -> str:
    """Where the order comes from."""
    if not advice.known:
        return words.gettext("Nothing is known of this user, so this is what many took.")
    return words.gettext(_PAST[advice.way])


def pull_told(pull: Pull, words: Words) -> str:
    """One reason of a recommendation."""
    if pull.good is None:
        return words.gettext("many took it")
    return words.gettext("because of “{title}”", title=pull.good.title)


def takers_told(pick: Pick, words: Words) -> str:
    """How many took it before."""
    if not pick.takers:
        return words.gettext("new: nobody took it yet")
    return words.ngettext("{count} took it", "{count} took it", pick.takers)


def proof_told(proof: Proof, words: Words) -> tuple[str, ...]:
    """What was held out, and what the verdict is."""
    if not proof.enough:
        told = words.ngettext(
            "Only {count} user could be asked about deeds that were held out; with fewer than "
            "{least} nothing is said about which way is better.",
            "Only {count} users could be asked about deeds that were held out; with fewer than "
            "{least} nothing is said about which way is better.",
            proof.users,
            least=FEWEST_USERS,
        )
        return (told,)
    return (_held_out(proof, words), _verdict(proof, words))


def _held_out(proof: Proof, words: Words) -> str:
    if proof.dated:
        return words.gettext(
            "Each way had to foretell what {count} users took later, at four cuts in time.",
            count=words.number(proof.users),
        )
    return words.gettext(
        "Without times, each way had to guess deeds of {count} users that were drawn and hidden.",
        count=words.number(proof.users),
    )


def _verdict(proof: Proof, words: Words) -> str:
    if proof.in_use == "popular":
        return words.gettext(
            "No way is better for certain than what many took, so that is recommended."
        )
    if proof.in_use == "attention":
        return words.gettext(
            "Attention is better for certain than every simpler way, so it is used."
        )
    return words.gettext(
        "In use: {way}. Nothing richer is better for certain.",
        way=words.gettext(WAYS[proof.in_use]),
    )


def rival_rows(proof: Proof, words: Words) -> tuple[tuple[str, str, str], ...]:
    """Every way: its name, its nDCG@10, and how much better it is than what was held before it."""
    return tuple(
        (words.gettext(WAYS[one.way]), f"{one.ndcg10:.3f}", _gap(one)) for one in proof.rivals
    )


def _gap(one: Beside) -> str:
    if one.better is None or one.low is None or one.high is None:
        return ""
    return f"{one.better:+.3f} [{one.low:+.3f}, {one.high:+.3f}]".replace("-", "−")


def advice_json(advice: Offer) -> Json:
    """What one user may want, as `heed recommend --json` and `/api/recommend` give it."""
    return {
        "user": advice.user,
        "way": advice.way,
        "known": advice.known,
        "picks": [pick_json(one) for one in advice.picks],
    }


def pick_json(one: Pick) -> Json:
    """One good; the weights of its reasons sum to its score."""
    return {
        "item": one.good.id,
        "text": one.good.text,
        "score": round(one.score, 6),
        "taken_by": one.takers,
        "reasons": [
            {
                "kind": pull.kind,
                "item": pull.good.id if pull.good else None,
                "weight": round(pull.weight, 6),
            }
            for pull in one.pulls
        ],
    }


def proof_json(proof: Proof) -> Json:
    """Every way on held-out deeds."""
    return {
        "users": proof.users,
        "enough": proof.enough,
        "dated": proof.dated,
        "in_use": proof.way,
        "ways": [
            {
                "way": one.way,
                "ndcg10": round(one.ndcg10, 4),
                "served": one.served,
                "better": None if one.better is None else round(one.better, 4),
                "interval": None
                if one.low is None
                else [round(one.low, 4), round(one.high or 0, 4)],
            }
            for one in proof.rivals
        ],
    }


def summary_json(summary: Summary) -> Json:
    """Every sentence with its weight, as `heed summarise --json` and `/api/summary` give it."""
    return {
        "summary": [one.text for one in summary.chosen],
        "seconds": round(summary.seconds, 1),
        "wanted_seconds": summary.wanted_s,
        "sentences": [
            {
                "text": one.text,
                "start": one.start,
                "end": one.end,
                "seconds": round(one.seconds, 2),
                "weight": round(one.weight, 6),
                "chosen": one.chosen,
            }
            for one in summary.sentences
        ],
    }


def since_json(found: Since) -> Json:
    """What is new since, as `heed since --json` and `/api/items/ID/since` give it."""
    return {
        "read_at": found.before.at.isoformat(timespec="seconds"),
        "read": [{"item": one.id, "title": one.title} for one in found.before.pieces],
        "compared": found.compared,
        "new": [
            {"text": one.text, "start": one.start, "end": one.end, "cosine": round(one.cosine, 4)}
            for one in found.fresh
        ],
    }
