"""How like a translation is to a person's, over a whole set (BLEU, Papineni et al. 2002).

The only file that uses sacrebleu, which cuts texts into words and counts; lower-cased.
"""

from collections.abc import Sequence

import numpy as np

from heed.lab.task import Scores

ORDERS = 4


def counted(said: Sequence[str], truth: Sequence[str], cut: str = "13a") -> Scores:
    """(N, 10) for N sentences: words said and in the truth, matches of 1 to 4 words, all said.

    cut: how sacrebleu makes words of a text, `zh` for Chinese by its characters.
    """
    from sacrebleu.metrics import BLEU

    metric = BLEU(lowercase=True, effective_order=True, tokenize=cut)
    found = (metric.sentence_score(ours, [own]) for ours, own in zip(said, truth, strict=True))
    rows = [(one.sys_len, one.ref_len, *one.counts, *one.totals) for one in found]
    return np.asarray(rows, dtype=np.float64).reshape(len(rows), 2 + 2 * ORDERS)


def bleu(total: Scores) -> Scores:
    """BLEU in [0, 1] of counts summed over sentences, (..., 10) -> (...); 0 without any match of
    four words, which sacrebleu would smooth."""
    said, truth = total[..., 0], total[..., 1]
    matches, all_ = total[..., 2 : 2 + ORDERS], total[..., 2 + ORDERS :]
    real = matches.min(-1) > 0
    share = np.where(real[..., None], matches, 1) / np.maximum(all_, 1)
    short = np.minimum(0, 1 - truth / np.maximum(said, 1))
    found: Scores = np.where(real, np.exp(np.log(share).mean(-1) + short), 0.0)
    return found
