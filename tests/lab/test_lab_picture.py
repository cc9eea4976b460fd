"""A picture under its weights: places where they are, none where there is hardly any weight."""

import re

import numpy as np
import pytest

pytest.importorskip("matplotlib")
from heed.lab.picture import SHOWN, field_svg


def test_each_heavy_place_is_drawn_where_it_lies() -> None:
    weights = np.array([[0.0, 0.8, 0.2, 0.001]], dtype=np.float32)
    drawn = field_svg(np.zeros((8, 8), dtype=np.float32), weights, "a <digit>")
    places = re.findall(
        r'<rect x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)"', drawn
    )

    quarter = SHOWN / 4
    assert [tuple(map(float, one)) for one in places] == [
        (quarter, 0.0, quarter, SHOWN),
        (2 * quarter, 0.0, quarter, SHOWN),
    ]
    assert "a &lt;digit&gt;" in drawn
    assert "data:image/png;base64," in drawn
