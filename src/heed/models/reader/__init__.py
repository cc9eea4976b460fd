"""Who the reader is: what a piece would be worth to them, and why, from their own answers.

`Newest` knows no answers, `Rocchio` adds what past pieces and sources were worth, `Attentive` looks
from a piece back at all of them, `Learned` with an attention that was trained on other readers.
Choosing an edition is not done here.
"""

from heed.models.reader.attentive import Attentive
from heed.models.reader.learned import Learned
from heed.models.reader.plain import Newest
from heed.models.reader.residual import Residual
from heed.models.reader.rocchio import Rocchio

__all__ = ["Attentive", "Learned", "Newest", "Residual", "Rocchio"]
