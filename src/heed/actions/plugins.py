"""Translation and speech by a model the user has: the plugin that reads its folder does the work.

Where there is none, the sentence says what to install; nothing is made up.
"""

from functools import lru_cache
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

from heed.actions import files
from heed.assist.sound import read_wav
from heed.assist.words import sentences
from heed.errors import BadInput, HeedError, NotFound
from heed.types import Transcriber, Translator

TRANSLATORS, TRANSCRIBERS = "heed.translators", "heed.transcribers"
MOST_BYTES = 200 * 2**20


def translated(text: str, model: Path) -> str:
    """`text`, sentence by sentence; what stands between sentences stays. Raises HeedError."""
    if not text.strip():
        raise BadInput("There is no text to translate.")
    translator: Translator = _loaded(_plugin(TRANSLATORS, model), model, _changed(model))
    spans = sentences(text)
    told = translator.translate([text[start:end] for start, end in spans])
    made, last = [], 0
    for (start, end), one in zip(spans, told, strict=True):
        made += [text[last:start], one]
        last = end
    return "".join([*made, text[last:]])


def transcribed(path: Path, model: Path) -> str:
    """What is said in a WAV file. Raises HeedError."""
    return heard(files.body(path, MOST_BYTES), model)


def heard(body: bytes, model: Path) -> str:
    """What is said in a WAV file's bytes. Raises HeedError."""
    sound = read_wav(body)
    transcriber: Transcriber = _loaded(_plugin(TRANSCRIBERS, model), model, _changed(model))
    return transcriber.transcribe(sound)


def chosen(group: str, model: str) -> Path:
    """The folder the settings name. Raises NotFound where they name none."""
    if model:
        return Path(model).expanduser()
    if group == TRANSLATORS:
        raise NotFound("No model is named: set translate_model in heed.toml to its folder.")
    raise NotFound("No model is named: set transcribe_model in heed.toml to its folder.")


def lacks(group: str, model: str) -> str:
    """What is missing before a folder's model can be used, as one sentence; "" for nothing.

    Loads no model. model: the folder as the settings name it.
    """
    try:
        plugin = _plugin(group, chosen(group, model))
    except HeedError as error:
        return str(error)
    # A plugin may say that a library of its own is missing; it does not have to.
    return str(plugin.lacks()) if hasattr(plugin, "lacks") else ""


@lru_cache(maxsize=1)
def _loaded(plugin: Any, model: Path, changed_ns: int) -> Any:
    """The model itself. The last one used is held: reading it anew costs seconds each time."""
    return plugin(model)


def _changed(model: Path) -> int:
    """When the newest file of the folder was written, in nanoseconds."""
    return max((one.stat().st_mtime_ns for one in model.iterdir()), default=0)


def _plugin(group: str, model: Path) -> Any:
    """The class of the first plugin that reads the folder."""
    if not model.is_dir():
        raise NotFound(f"There is no folder {model} with a model.")
    found = sorted(entry_points(group=group), key=lambda one: one.name)
    if not found:
        raise NotFound(
            f"No plugin for {group} is installed; heed brings one with: "
            "pip install 'heed-reader[models]'"
        )
    for one in found:
        plugin = one.load()
        if plugin.reads(model):
            return plugin
    names = ", ".join(one.name for one in found)
    raise BadInput(f"No installed plugin can use the model in {model}; installed are: {names}.")
