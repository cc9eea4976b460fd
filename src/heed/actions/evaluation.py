"""How well heed foretells this reader, and which ranker makes their editions from now on."""

from heed import learn, store, study
from heed.diet import Diet
from heed.errors import BadInput
from heed.types import Evaluation


def evaluate(diet: Diet) -> Evaluation:
    """Every method on every answer so far; what it finds decides who ranks the next edition."""
    return study.evaluate(diet.db, diet.zone)


def compare(diet: Diet) -> Evaluation:
    """The same for those that may rank an edition and no others, in a tenth of the time."""
    return study.compare(diet.db, diet.zone)


def take(diet: Diet, weights: bytes) -> None:
    """Let an attention that learned on other readers take part; it ranks where the log proves it.

    They look only at what the encoder on their card has read. Raises BadInput for no weights.
    """
    try:
        learn.usable(weights)
    except ValueError as error:
        raise BadInput(
            "These are no weights of a reader model; make some with: heed lab residual --save FILE"
        ) from error
    with diet.db.write() as tx:
        store.states.put(tx, learn.LEARNED, weights)
        store.states.remove(tx, learn.JUDGED)


def drop(diet: Diet) -> None:
    """Forget it, and what was chosen among rankers that it was one of."""
    with diet.db.write() as tx:
        for name in (learn.LEARNED, learn.IN_USE, learn.JUDGED):
            store.states.remove(tx, name)
