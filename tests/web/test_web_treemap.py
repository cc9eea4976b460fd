"""A treemap's boxes are as large as what they stand for, inside the whole, none on another."""

from hypothesis import given
from hypothesis import strategies as st

from heed.web.treemap import treemap

amounts = st.lists(st.floats(0.1, 1000), min_size=1, max_size=25).map(
    lambda row: sorted(row, reverse=True)
)


@given(amounts)
def test_areas_are_in_proportion_and_inside(row) -> None:
    boxes = treemap(row, 720, 300)
    assert len(boxes) == len(row)
    for amount, box in zip(row, boxes, strict=True):
        assert abs(box.width * box.height - 720 * 300 * amount / sum(row)) < 1
        assert box.x >= -1e-6
        assert box.y >= -1e-6
        assert box.x + box.width <= 720 + 1e-6
        assert box.y + box.height <= 300 + 1e-6


@given(amounts)
def test_no_box_lies_on_another(row) -> None:
    boxes = treemap(row, 720, 300)
    for n, one in enumerate(boxes):
        for other in boxes[:n]:
            across = min(one.x + one.width, other.x + other.width) - max(one.x, other.x)
            down = min(one.y + one.height, other.y + other.height) - max(one.y, other.y)
            assert min(across, down) < 1e-6


def test_nothing_makes_no_box() -> None:
    assert treemap([], 720, 300) == []
