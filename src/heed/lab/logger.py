"""Curves of training for TensorBoard, or Weights & Biases offline. Nothing is sent anywhere."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

Logged = Callable[[int, Mapping[str, float]], None]


def nothing(epoch: int, values: Mapping[str, float]) -> None:
    """Where no one asked for curves."""


@contextmanager
def logger(kind: str, folder: Path, name: str) -> Iterator[Logged]:
    """Takes an epoch and its values, by name; they lie in `folder` under `name` at the end.

    kind: "tensorboard", "wandb" (kept for `wandb sync`, which is the reader's to run), or "".
    """
    if kind == "tensorboard":
        yield from _tensorboard(folder / name)
    elif kind == "wandb":
        yield from _wandb(folder, name)
    else:
        yield nothing


def _tensorboard(folder: Path) -> Iterator[Logged]:
    from torch.utils.tensorboard import SummaryWriter

    with SummaryWriter(str(folder)) as writer:

        def logged(epoch: int, values: Mapping[str, float]) -> None:
            for name, value in values.items():
                writer.add_scalar(name, value, epoch)

        yield logged


def _wandb(folder: Path, name: str) -> Iterator[Logged]:
    import wandb

    folder.mkdir(parents=True, exist_ok=True)
    with wandb.init(project="heed-lab", name=name, dir=str(folder), mode="offline") as run:
        yield lambda epoch, values: run.log(dict(values), step=epoch)
