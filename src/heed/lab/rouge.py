"""How many words a summary shares with the one a person wrote: ROUGE-1 (Lin 2004)."""

import re
from collections import Counter
from collections.abc import Sequence


def rouge_1(summary: str, reference: str) -> float:
    """F1 of the words both hold, each as often as both hold it; as written, not stemmed."""
    said, wanted = (
        Counter(re.findall(r"[a-z0-9]+", text.lower())) for text in (summary, reference)
    )
    shared, whole = (said & wanted).total(), said.total() + wanted.total()
    return 2 * shared / whole if shared else 0.0


def best_rouge_1(summary: str, references: Sequence[str]) -> float:
    """Against the reference that it is nearest to, as SciTLDR is scored (Cachola et al. 2020)."""
    return max(rouge_1(summary, reference) for reference in references)
