"""Makes the broad mean that the English encoder subtracts, from the package's neutral sentences.

Run once when the sentences or the weights change: python -m heed.lab.centre. Used by no page.
"""

from importlib.resources import files
from pathlib import Path

import numpy as np

from heed.models.encoder.minilm import CENTRE_FILE, MiniLM, load_minilm
from heed.models.encoder.weights import Floats, find_weights

PACKAGE = "heed.models.encoder"


def sentences() -> list[str]:
    """The neutral headlines and sentences, one a line, over many subjects."""
    return files(PACKAGE).joinpath("neutral.txt").read_text(encoding="utf-8").splitlines()


def centre_of(encoder: MiniLM, texts: list[str]) -> Floats:
    """The mean of the uncentred unit vectors, (384,), rounded to float16 so its hash is stable."""
    mean: Floats = encoder.encode_raw(texts).mean(axis=0).astype(np.float16).astype(np.float32)
    return mean


def main() -> None:
    """Write the mean beside the encoder."""
    mean = centre_of(load_minilm(find_weights(), centre=np.zeros(384, np.float32)), sentences())
    path = Path(str(files(PACKAGE).joinpath(CENTRE_FILE)))
    np.save(path, mean, allow_pickle=False)
    print(f"{path.name}: length {np.linalg.norm(mean):.3f} of 1")


if __name__ == "__main__":
    main()
