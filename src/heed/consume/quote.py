"""Where quoted words stand in a text. Marks nothing and keeps nothing."""

import re

from heed.errors import BadInput

LONGEST = 2000
"""Characters one highlight may have: more is copying, not marking."""


def found(quote: str, text: str) -> tuple[int, str]:
    """(where the words begin, the words as the text has them); blanks may differ. Raises BadInput.

    A browser's selection has line ends where paragraphs meet; the plain text may have blanks.
    """
    words = quote.split()
    if not words:
        raise BadInput("Nothing is marked: choose a sentence or some words.")
    if len(quote) > LONGEST:
        raise BadInput(f"A highlight has at most {LONGEST} characters; mark less at once.")
    match = re.search(r"\s*".join(re.escape(word) for word in words), text)
    if match is None:
        raise BadInput("These words do not stand in the piece; mark them as they stand there.")
    return match.start(), " ".join(match[0].split())
