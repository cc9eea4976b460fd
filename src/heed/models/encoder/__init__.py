"""Who reads a text: encoders from titles and leads to vectors. Judging is reader.py's."""

from heed.models.encoder.lsa import fit_lsa
from heed.models.encoder.minilm import Attended
from heed.models.encoder.router import Encoded, Encoder, Reads, is_english, load_encoder

__all__ = ["Attended", "Encoded", "Encoder", "Reads", "fit_lsa", "is_english", "load_encoder"]
