"""`heed attend`: which words of a text the English encoder attends to. Needs no home."""

from pathlib import Path
from typing import Annotated

import typer

from heed.errors import BadInput


def attend(
    context: typer.Context,
    text: str,
    html: Annotated[Path | None, typer.Option(help="Write a heat map of every head here.")] = None,
    layer: Annotated[int, typer.Option(help="Layer to print; -1 is the last.")] = -1,
) -> None:
    """Show which words of a text the English encoder attends to."""
    from heed.attention.picture import heads_html, text_map
    from heed.models.encoder import load_encoder

    if not text.strip():
        raise BadInput("There is no text to attend to.")
    seen = load_encoder().attend(text)
    if not -seen.weights.shape[0] <= layer < seen.weights.shape[0]:
        raise BadInput(f"There is no layer {layer}; the encoder has {seen.weights.shape[0]}.")
    print(text_map(seen.weights[layer].mean(axis=0), seen.tokens))
    if "[UNK]" in seen.tokens:
        print("[UNK] marks what the English encoder cannot read.")
    if html:
        if not html.parent.is_dir():
            raise BadInput(f"Cannot write {html}: the folder {html.parent} does not exist.")
        html.write_text(heads_html(seen.weights, seen.tokens), encoding="utf-8")
        print(f"Every head is in {html}")
