"""Where attention went over a picture: the picture in grey, its places in the accent colour."""

from base64 import b64encode
from html import escape
from io import BytesIO

import numpy as np
import numpy.typing as npt

from heed.attention.drawing import ACCENT

SHOWN = 168  # pixels a picture is wide on the page
_FAINT = 0.02  # places below this share of the heaviest are left as they are


def field_svg(picture: npt.NDArray[np.float32], weights: npt.NDArray[np.float32], said: str) -> str:
    """picture (H, W) in [0, 1] under weights (h, w) of its places; `said` for who cannot see it."""
    high, wide = (SHOWN / count for count in weights.shape)
    strongest = max(float(weights.max()), 1e-12)
    places = "".join(
        f'<rect x="{column * wide:.1f}" y="{row * high:.1f}" width="{wide:.1f}" height="{high:.1f}"'
        f' fill="{ACCENT}" fill-opacity="{0.75 * weight / strongest:.2f}"/>'
        for (row, column), weight in np.ndenumerate(weights)
        if weight > _FAINT * strongest
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SHOWN} {SHOWN}" width="{SHOWN}"'
        f' height="{SHOWN}" role="img" aria-label="{escape(said)}"><title>{escape(said)}</title>'
        f'<image href="{_png(picture)}" width="{SHOWN}" height="{SHOWN}"'
        f' image-rendering="pixelated"/>{places}</svg>'
    )


def _png(picture: npt.NDArray[np.float32]) -> str:
    from matplotlib.image import imsave

    file = BytesIO()
    imsave(file, 1 - picture, cmap="gray", vmin=0, vmax=1, format="png")
    return "data:image/png;base64," + b64encode(file.getvalue()).decode()
