"""`heed summarise`: a file or page in its own most important sentences. Needs no home."""

from pathlib import Path
from typing import Annotated

import typer

from heed.cli.opened import print_json


def summarise(
    context: typer.Context,
    target: Annotated[str, typer.Argument(metavar="FILE|URL")],
    seconds: Annotated[float, typer.Option(min=1, max=3600, help="Seconds of reading.")] = 30,
    weights: Annotated[bool, typer.Option("--weights", help="Every sentence's weight.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """A text in its own most important sentences, for so many seconds of reading."""
    from heed.actions import summary
    from heed.counsel import summary_json
    from heed.settings import default_home, load_settings

    settings = load_settings(context.obj or default_home())
    if target.startswith(("http://", "https://")):
        text = summary.read_page(target, summary.web_of(settings))
    else:
        text = summary.read_file(Path(target).expanduser())
    found = summary.of_text(text, seconds, settings)
    if as_json:
        return print_json(summary_json(found))
    for one in found.sentences if weights else found.chosen:
        mark = "*" if one.chosen and weights else " "
        print(f"{mark}{100 * one.weight:5.1f} %  {one.text}" if weights else one.text)
    whole = sum(one.seconds for one in found.sentences)
    print(f"({found.seconds:.0f} of {whole:.0f} seconds)")
