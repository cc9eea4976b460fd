"""`heed translate` and `heed transcribe`: by a model of your own, or what to install for it."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from heed.settings import Settings

Model = Annotated[
    str, typer.Option(help="The folder of a model you have; none: the one heed.toml names.")
]


def translate(context: typer.Context, file: Path, model: Model = "") -> None:
    """Translate a text file by a model you have, such as a Marian folder."""
    from heed.actions import plugins, summary

    folder = plugins.chosen(plugins.TRANSLATORS, model or _settings(context).translate_model)
    print(plugins.translated(summary.read_file(file.expanduser()), folder))


def transcribe(context: typer.Context, file: Path, model: Model = "") -> None:
    """Write down what is said in a WAV file by a model you have, such as a Whisper folder."""
    from heed.actions import plugins

    folder = plugins.chosen(plugins.TRANSCRIBERS, model or _settings(context).transcribe_model)
    print(plugins.transcribed(file.expanduser(), folder))


def _settings(context: typer.Context) -> "Settings":
    from heed.settings import default_home, load_settings

    return load_settings(context.obj or default_home())
