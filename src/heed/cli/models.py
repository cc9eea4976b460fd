"""`heed translate` and `heed transcribe`: by a model of your own, or what to install for it."""

from pathlib import Path
from typing import Annotated

import typer

Model = Annotated[Path, typer.Option(help="The folder of a model you have.")]


def translate(file: Path, model: Model) -> None:
    """Translate a text file by a model you have, such as a Marian folder."""
    from heed.actions import plugins, summary

    print(plugins.translated(summary.read_file(file.expanduser()), model.expanduser()))


def transcribe(file: Path, model: Model) -> None:
    """Write down what is said in a WAV file by a model you have, such as a Whisper folder."""
    from heed.actions import plugins

    print(plugins.transcribed(file.expanduser(), model.expanduser()))
