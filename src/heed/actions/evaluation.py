"""How well heed foretells this reader, and which ranker makes their editions from now on."""

from heed import study
from heed.diet import Diet
from heed.types import Evaluation


def evaluate(diet: Diet) -> Evaluation:
    """Every method on every answer so far; what it finds decides who ranks the next edition."""
    return study.evaluate(diet.db, diet.zone)
