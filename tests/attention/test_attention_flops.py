"""The counter's operations are those of the closed formula."""

import pytest

torch = pytest.importorskip("torch")
pytestmark = pytest.mark.torch
torch.set_num_threads(1)

from heed.attention import attention  # noqa: E402
from heed.attention.flops import attention_flops, counted  # noqa: E402

B, H, L, S, E = 2, 3, 16, 24, 8


def inputs():
    draw = torch.Generator().manual_seed(0)
    shapes = ((B, H, L, E), (B, H, S, E), (B, H, S, E))
    return [torch.randn(shape, generator=draw, requires_grad=True) for shape in shapes]


def total(work) -> int:
    with counted() as counter:
        work()
    return counter.get_total_flops()


@pytest.mark.parametrize("way", [attention, torch.nn.functional.scaled_dot_product_attention])
def test_attention_counts_its_two_products(way):
    with torch.no_grad():
        found = total(lambda: way(*inputs()))
    assert (
        found == 4 * B * H * L * S * E == attention_flops((B, H, L, E), (B, H, S, E), (B, H, S, E))
    )


def test_forward_and_backward_are_seven_products():
    sdpa = torch.nn.functional.scaled_dot_product_attention
    assert total(lambda: sdpa(*inputs()).sum().backward()) == 7 * 2 * B * H * L * S * E


@pytest.mark.parametrize("training", [True, False])
def test_multihead_attention_counts_projections_and_attention(training):
    width = H * E
    layer = torch.nn.MultiheadAttention(width, H, batch_first=True).train(training)
    x = torch.zeros(B, L, width)
    expected = 4 * 2 * B * L * width * width + 4 * B * H * L * L * E

    with torch.no_grad():
        assert total(lambda: layer(x, x, x, need_weights=False)) == expected


def test_the_fast_path_is_given_back():
    before = torch.backends.mha.get_fastpath_enabled()
    with counted():
        assert not torch.backends.mha.get_fastpath_enabled()
    assert torch.backends.mha.get_fastpath_enabled() == before
