"""The encoder fitted on the reader's own documents, for every language the weights do not read.

Latent semantic analysis (Deerwester et al. 1990): n-grams in 4,096 buckets, tf-idf, and a
randomised SVD (Halko, Martinsson & Tropp 2011) to 256 numbers. When to refit is not decided here.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from zipfile import BadZipFile

import numpy as np
import numpy.typing as npt

from heed.errors import StoreError
from heed.models.encoder.grams import Grams, grams
from heed.models.encoder.vectors import centred, short_hash, unit
from heed.models.encoder.weights import Floats
from heed.types import Matrix

BUCKETS = 4096
DIM = 256
MOST_TEXTS = 6000
FEWEST_TEXTS = 50
"""A guard, not advice: below about 300 texts spelling alone finds the subject as often."""
_EXTRA = 16
_PASSES = 3
_BLOCK = 512


@dataclass(frozen=True, slots=True, eq=False)
class Lsa:
    """An `Embedder`; idf (4096,), axes (4096, dim), centre (dim,): the mean of the fitted texts."""

    idf: Floats
    axes: Floats
    centre: Floats

    @property
    def id(self) -> str:
        """Changes with every fit: vectors of two fits are never compared."""
        return f"lsa-{self.dim}-{short_hash(self.idf, self.axes, self.centre)}"

    @property
    def dim(self) -> int:
        """Numbers a vector has."""
        return int(self.axes.shape[1])

    def coverage(self, text: str) -> float:
        """Share of the text's different n-grams whose bucket a fitted text has used."""
        found = grams([text], buckets=BUCKETS).hashes
        return float((self.idf[found.astype(np.intp)] > 0).mean()) if found.size else 0.0

    def encode(self, texts: Sequence[str]) -> Matrix:
        """Centred unit rows, shape (len(texts), dim); zeros where nothing could be read."""
        return centred(_project(texts, self.idf, self.axes), self.centre)


def fit_lsa(texts: Sequence[str], *, seed: int, dim: int = DIM) -> bytes:
    """Fit on at most 6,000 of `texts` (drawn by `seed` where there are more); keep the npz bytes.

    Deterministic for the same texts, seed and machine. Raises ValueError below 50 texts.
    """
    if len(texts) < FEWEST_TEXTS:
        raise ValueError(f"fit_lsa needs at least {FEWEST_TEXTS} texts, not {len(texts)}.")
    rng = np.random.default_rng(seed)
    chosen = _draw(texts, rng)
    blocks = [grams(block, buckets=BUCKETS) for block in _blocks(chosen)]
    idf = _idf(blocks, len(chosen))
    axes = _axes([_rows(block, idf) for block in blocks], dim, rng)
    centre = _project(chosen, idf, axes).mean(axis=0)
    kept = BytesIO()
    np.savez_compressed(kept, idf=idf, axes=axes, centre=centre)
    return kept.getvalue()


def read_lsa(kept: bytes) -> Lsa:
    """The encoder `fit_lsa` made. Raises StoreError where the bytes are not one."""
    try:
        with np.load(BytesIO(kept), allow_pickle=False) as arrays:
            return Lsa(arrays["idf"], arrays["axes"], arrays["centre"])
    except (BadZipFile, KeyError, ValueError, EOFError, OSError) as error:
        raise StoreError(
            "The encoder fitted on your own texts cannot be read; it is fitted anew tonight."
        ) from error


@dataclass(frozen=True, slots=True, eq=False)
class _Rows:
    """A block of weighted, unit rows: entry i is `values[i]` at (rows[i], columns[i])."""

    count: int
    rows: npt.NDArray[np.intp]
    columns: npt.NDArray[np.intp]
    values: Floats

    def dense(self) -> Floats:
        table = np.zeros((self.count, BUCKETS), dtype=np.float32)
        table[self.rows, self.columns] = self.values
        return table


def _draw(texts: Sequence[str], rng: np.random.Generator) -> list[str]:
    if len(texts) <= MOST_TEXTS:
        return list(texts)
    return [texts[i] for i in np.sort(rng.choice(len(texts), MOST_TEXTS, replace=False))]


def _blocks(texts: Sequence[str]) -> Iterator[Sequence[str]]:
    return (texts[start : start + _BLOCK] for start in range(0, len(texts), _BLOCK))


def _idf(blocks: Sequence[Grams], count: int) -> Floats:
    """log((1 + n) / (1 + texts with it)) + 1, and 0 for a bucket nobody used."""
    seen = np.zeros(BUCKETS)
    for block in blocks:
        seen += np.bincount(block.hashes.astype(np.intp), minlength=BUCKETS)
    return np.where(seen > 0, np.log((1 + count) / (1 + seen)) + 1, 0).astype(np.float32)


def _rows(found: Grams, idf: Floats) -> _Rows:
    columns = found.hashes.astype(np.intp)
    values = (1 + np.log(found.counts)) * idf[columns]
    count = int(found.rows[-1]) + 1 if found.rows.size else 0
    length = np.sqrt(np.bincount(found.rows, values * values, count))
    values /= np.where(length > 0, length, 1)[found.rows]
    return _Rows(count, found.rows, columns, values.astype(np.float32))


def _axes(blocks: Sequence[_Rows], dim: int, rng: np.random.Generator) -> Floats:
    """The leading right singular vectors, (4096, dim), by subspace iteration with QR each pass."""
    dim = min(dim, sum(block.count for block in blocks) - 1)
    basis = rng.standard_normal((BUCKETS, dim + _EXTRA)).astype(np.float32)
    for _ in range(_PASSES):
        basis = np.linalg.qr(_squared(blocks, basis))[0]
    table = basis.T @ _squared(blocks, basis)
    rotation = np.linalg.eigh((table + table.T) / 2)[1][:, ::-1][:, :dim]
    axes: Floats = np.ascontiguousarray(basis @ rotation, dtype=np.float32)
    return axes


def _squared(blocks: Sequence[_Rows], basis: Floats) -> Floats:
    total = np.zeros_like(basis)
    for block in blocks:
        dense = block.dense()
        total += dense.T @ (dense @ basis)
    return total


def _project(texts: Sequence[str], idf: Floats, axes: Floats) -> Matrix:
    projected = np.zeros((len(texts), axes.shape[1]), dtype=np.float32)
    for i, block in enumerate(_blocks(texts)):
        rows = _rows(grams(block, buckets=BUCKETS), idf)
        projected[i * _BLOCK : i * _BLOCK + rows.count] = rows.dense() @ axes
    return unit(projected)
