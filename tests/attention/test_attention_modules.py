"""Layers start as their trivial version, keep the pinned numbers, and learn what means cannot."""

import numpy as np
import pytest

from heed.attention import AuxRequest

torch = pytest.importorskip("torch")
pytestmark = pytest.mark.torch
torch.set_num_threads(1)

WEIGHTS = AuxRequest(weights=True)
CLOSE = {"rtol": 0, "atol": 1e-5}


@pytest.fixture
def layers():
    from heed.attention import modules

    return modules


def some(*shape, seed=0):
    return torch.randn(shape, generator=torch.Generator().manual_seed(seed))


def close(one, other):
    torch.testing.assert_close(one, torch.as_tensor(other, dtype=one.dtype), **CLOSE)


def test_pin_two_heads_split_the_features_and_are_merged(layers):
    layer = layers.MultiHeadAttention(4, heads=2)
    torch.nn.init.eye_(layer.key.weight)

    output, aux = layer(torch.tensor([[[1.0, 0, 0, 1], [0, 1, 1, 0]]]), return_aux=WEIGHTS)

    close(aux.weights[0, 0], [[0.66976, 0.33024], [0.33024, 0.66976]])
    close(output[0, 0], [0.66976, 0.33024, 0.33024, 0.66976])


def test_pin_self_attention_of_three_unit_words(layers):
    layer = layers.MultiHeadAttention(3)
    with torch.no_grad():
        layer.key.weight.copy_(3**0.5 * torch.eye(3))

    _, aux = layer(torch.eye(3)[None], return_aux=WEIGHTS)

    close(aux.weights[0, 0, 0], [0.57612, 0.21194, 0.21194])


def test_pin_equal_scores_pool_to_the_mean(layers):
    output, aux = layers.AdditivePooling(3)(torch.eye(3)[None], return_aux=WEIGHTS)

    close(aux.weights[0, 0], [1 / 3] * 3)
    close(output[0], [1 / 3] * 3)


def test_pin_additive_pooling_is_the_additive_formula(layers):
    layer = layers.AdditivePooling(2)
    keys = torch.tensor([[[0.0, 0], [1, 0], [1, 1]]])
    with torch.no_grad():
        torch.nn.init.eye_(layer.inner.weight)
        layer.inner.bias.zero_()
        layer.vector.fill_(1)

    output, aux = layer(keys, return_aux=WEIGHTS)

    close(aux.weights[0, 0], [0.12939, 0.27712, 0.59349])
    close(output[0], [0.87061, 0.59349])


def test_pin_linear_heads_weigh_by_the_kernel(layers):
    layer = layers.LinearAttention(2)
    torch.nn.init.zeros_(layer.query.weight)
    torch.nn.init.eye_(layer.key.weight)

    _, aux = layer(torch.tensor([[[0.0, 0], [1, 0]]]), return_aux=WEIGHTS)

    close(aux.weights[0, 0, 0], [0.4, 0.6])


@pytest.mark.parametrize("heads", [1, 2])
def test_heads_start_as_the_mean_of_what_they_may_see(layers, heads):
    x, mask = some(2, 5, 4), torch.tensor([True, True, False, True, True])

    for layer in (layers.MultiHeadAttention(4, heads), layers.LinearAttention(4, heads)):
        close(layer(x), x.mean(1, keepdim=True).expand(2, 5, 4))
        close(layer(x, mask)[:, 0], x[:, mask].mean(1))
    close(layers.MultiHeadAttention(4, heads)(x, is_causal=True)[:, 2], x[:, :3].mean(1))


def test_cross_attention_starts_as_the_mean_of_a_context_of_any_width_and_length(layers):
    x, context = some(2, 3, 4), some(2, 7, 6)

    output = layers.CrossAttention(4, heads=2, key_width=6)(x, context)

    close(output, context.mean(1)[:, None, :4].expand(2, 3, 4))


def test_every_task_starts_as_the_mean_and_one_task_is_plain_attention(layers):
    from heed.attention import attention

    x, layer = some(2, 5, 4), layers.MultiTaskAttention(4, tasks=3)
    close(layer(x), x.mean(1)[:, None].expand(2, 3, 4))

    with torch.no_grad():
        layer.questions.copy_(some(3, 4, seed=1))
    together = layer(x)
    for task in range(3):
        close(together[:, task], attention(layer.questions[task].expand(2, 1, 4), x, x)[:, 0])


def test_a_target_starts_as_cosine_over_its_temperature(layers):
    target, history = some(2, 3, 4), some(2, 5, 4, seed=1)
    near = torch.cosine_similarity(target[:, :, None], history[:, None], dim=-1)

    output, aux = layers.TargetAttention(4, temperature=0.5)(target, history, return_aux=WEIGHTS)

    close(aux.weights, (near / 0.5).softmax(-1))
    close(output, (near / 0.5).softmax(-1) @ history)


def test_a_target_net_reads_target_memory_and_their_product(layers):
    target, history = some(1, 2, 3), some(1, 4, 3, seed=1)
    layer = layers.TargetAttention(3, hidden=6)
    with torch.no_grad():
        layer.outer.weight.copy_(some(1, 6, seed=2))
    left, right = target[:, :, None].expand(1, 2, 4, 3), history[:, None].expand(1, 2, 4, 3)

    near = torch.cosine_similarity(left, right, dim=-1) / 0.2
    learned = layer.outer(torch.relu(layer.inner(torch.cat([left, right, left * right], -1))))

    close(layer.scores(target, history), near + learned[..., 0])


def test_a_target_without_history_gets_zeros_and_finite_gradients(layers):
    layer, history = layers.TargetAttention(4), some(1, 5, 4).requires_grad_()

    output = layer(some(1, 2, 4), history, torch.zeros(1, 5, dtype=torch.bool))
    output.sum().backward()

    assert (output == 0).all()
    assert all(torch.isfinite(p.grad).all() for p in layer.parameters() if p.grad is not None)


def test_modalities_start_as_the_mean_of_all_and_come_back_apart(layers):
    words, pixels = some(2, 3, 4), some(2, 5, 4, seed=1)
    mask = [torch.ones(2, 3, dtype=torch.bool), torch.arange(5).expand(2, 5) < 2]

    first, second = layers.JointAttention(4, 2)([words, pixels], mask)

    mean = torch.cat([words, pixels[:, :2]], 1).mean(1, keepdim=True)
    close(first, mean.expand(2, 3, 4))
    close(second, mean.expand(2, 5, 4))


def test_the_order_of_modalities_does_not_matter(layers):
    words, pixels = some(2, 3, 4), some(2, 5, 4, seed=1)
    layer = layers.JointAttention(4, 2)
    with torch.no_grad():
        layer.kind.copy_(some(2, 4, seed=2))
        layer.heads.key.weight.copy_(some(4, 4, seed=3))
    one = layer([words, pixels])
    with torch.no_grad():
        layer.kind.copy_(layer.kind.flip(0))

    other = layer([pixels, words])

    close(one[0], other[1])
    close(one[1], other[0])


def test_channels_and_positions_start_by_changing_nothing(layers):
    x = some(2, 8, 5, 6)

    for layer in (layers.ChannelAttention(8), layers.SpatialAttention(3)):
        output, shares = layer(x, return_weights=True)
        close(output, x)
        close(shares.flatten(1).sum(-1), [1.0, 1.0])


@pytest.mark.parametrize("name", ["ChannelAttention", "SpatialAttention"])
def test_what_one_channel_or_place_gains_the_others_lose(layers, name):
    x, layer = some(2, 4, 5, 5), getattr(layers, name)(*([4] if name[0] == "C" else []))
    with torch.no_grad():
        for parameter in layer.parameters():
            parameter.normal_(generator=torch.Generator().manual_seed(1))

    output, shares = layer(x, return_weights=True)

    assert shares.std() > 0.01
    close(shares.flatten(1).sum(-1), [1.0, 1.0])
    each = shares[:, :, None, None] if name[0] == "C" else shares[:, None]
    close(output, x * each * shares[0].numel())


def test_a_graph_starts_as_the_mean_over_neighbours(layers):
    x, edges = some(4, 3), torch.tensor([[1, 2, 0], [0, 0, 1]])

    output = layers.GraphAttention(3)(x, edges)

    close(output[0], (x[1] + x[2]) / 2)
    close(output[1], x[0])
    close(output[2:], torch.zeros(2, 3))


def test_a_full_graph_is_attention_with_the_graphs_own_score(layers):
    layer, x = layers.GraphAttention(3, out_width=5, heads=2), some(4, 3)
    with torch.no_grad():
        for parameter in layer.parameters():
            parameter.copy_(some(*parameter.shape, seed=parameter.numel()))
    edges = torch.cartesian_prod(torch.arange(4), torch.arange(4)).T

    output, aux = layer(x, edges, return_aux=True)

    turned = layer.turn(x).reshape(4, 2, 5)
    sent = (turned * layer.sender).sum(-1)
    heard = (turned * layer.receiver).sum(-1)
    table = torch.nn.functional.leaky_relu(sent[None] + heard[:, None], 0.2).softmax(1)
    close(aux.weights, table[edges[1], edges[0]].T)
    close(output, torch.einsum("ijh,jhd->ihd", table, turned).reshape(4, 10))


@pytest.mark.parametrize("bias", [True, False])
@pytest.mark.parametrize("shared", [8, 6])
def test_state_dicts_go_to_torchs_own_layer_and_back(layers, bias, shared):
    from heed.attention.heads import from_torch, to_torch

    theirs = torch.nn.MultiheadAttention(
        8, 2, bias=bias, kdim=shared, vdim=shared, batch_first=True
    )
    if bias:
        torch.nn.init.normal_(theirs.in_proj_bias)
    ours = layers.CrossAttention(8, 2, key_width=shared, bias=bias)
    x, context = some(2, 5, 8), some(2, 7, shared)
    mask = torch.rand(5, 7, generator=torch.Generator().manual_seed(0)) > 0.3
    mask[:, 0] = True

    ours.load_state_dict(from_torch(theirs.state_dict()))
    output, aux = ours(x, context, mask, return_aux=WEIGHTS)
    # Their mask means the opposite: True there is a key that is not seen.
    expected, weights = theirs(x, context, context, attn_mask=~mask, average_attn_weights=False)

    close(output, expected)
    close(aux.weights, weights)
    for name, value in to_torch(ours.state_dict()).items():
        assert torch.equal(value, theirs.state_dict()[name])


def test_a_layer_that_has_more_than_ours_is_refused():
    from heed.attention.heads import from_torch

    theirs = torch.nn.MultiheadAttention(4, 1, add_bias_kv=True)

    with pytest.raises(ValueError, match=r"^state has bias_k; expected a layer made with"):
        from_torch(theirs.state_dict())


def test_dropout_is_for_training_only_and_the_weights_are_those_before_it(layers):
    layer, x = layers.MultiHeadAttention(4, dropout_p=0.5), some(2, 6, 4)

    torch.manual_seed(0)
    _, aux = layer(x, return_aux=WEIGHTS)
    assert not torch.equal(layer(x), layer(x))
    close(aux.weights.sum(-1), torch.ones(2, 1, 6))
    layer.eval()
    assert torch.equal(layer(x), layer(x))


def cases(layers):
    x, history = some(3, 6, 4), some(3, 5, 4, seed=1)
    grid, edges = some(3, 4, 5, 5), torch.tensor([[0, 1, 2, 2], [1, 0, 0, 1]])
    return {
        "heads": (layers.MultiHeadAttention(4, 2), (x,)),
        "sparse heads": (layers.MultiHeadAttention(4, 2, normalize="entmax15"), (x,)),
        "cross": (layers.CrossAttention(4, 2), (x, history)),
        "linear": (layers.LinearAttention(4, 2), (x,)),
        "pooling": (layers.AdditivePooling(4), (x,)),
        "target": (layers.TargetAttention(4), (x, history)),
        "tasks": (layers.MultiTaskAttention(4, 2), (x,)),
        "channels": (layers.ChannelAttention(4, 8), (grid,)),
        "places": (layers.SpatialAttention(3), (grid,)),
        "graph": (layers.GraphAttention(4), (some(3, 4), edges)),
    }


NAMES = ["heads", "sparse heads", "cross", "linear", "pooling", "target", "tasks", "channels",
         "places", "graph"]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_a_layer_leaves_its_trivial_version_when_trained(layers, name):
    torch.manual_seed(0)
    layer, given = cases(layers)[name]
    start = layer(*given).detach()
    wanted = start + 0.3 * torch.randn_like(start)
    optimizer = torch.optim.Adam(layer.parameters(), lr=0.05)

    for _ in range(25):
        optimizer.zero_grad()
        loss = (layer(*given) - wanted).square().mean()
        loss.backward()
        optimizer.step()

    first = (start - wanted).square().mean()
    assert (layer(*given) - wanted).square().mean() < 0.97 * first
    assert all(torch.isfinite(p).all() for p in layer.parameters())


def test_pooling_learns_to_look_where_a_mean_cannot(layers):
    torch.manual_seed(0)
    x = torch.randn(64, 8, 4)
    x[..., 0] = 0
    x[torch.arange(64), torch.arange(64) % 8, 0] = 2  # the one that counts is marked
    wanted = x[torch.arange(64), torch.arange(64) % 8, 1:]
    layer = layers.AdditivePooling(4)
    optimizer = torch.optim.Adam(layer.parameters(), lr=0.1)

    def loss():
        return (layer(x)[:, 1:] - wanted).square().mean()

    mean = loss().item()
    for _ in range(60):
        optimizer.zero_grad()
        loss().backward()
        optimizer.step()

    assert loss().item() < 0.2 * mean


def test_bad_sizes_are_named(layers):
    with pytest.raises(ValueError, match=r"^heads is 3; expected a number that divides width 4"):
        layers.MultiHeadAttention(4, 3)
    with pytest.raises(ValueError, match=r"^kernel is 4; expected an odd number"):
        layers.SpatialAttention(4)
    with pytest.raises(ValueError, match=r"^given has 1 modalities; expected 2"):
        layers.JointAttention(4, 2)([some(1, 3, 4)])


def test_weights_of_a_layer_are_drawn_like_any_other(layers):
    from heed.attention.picture import text_map

    _, aux = layers.MultiHeadAttention(4, 2)(some(1, 2, 4), return_aux=WEIGHTS)

    assert "50" in text_map(aux.weights[0], ["a", "b"])
    assert np.allclose(aux.weights.detach(), 0.5)


def test_edges_are_dropped_in_training_only(layers):
    graph = layers.GraphAttention(4, dropout_p=0.9)
    nodes, edges = some(6, 4), torch.tensor([[0, 1, 2, 3], [5, 5, 5, 5]])
    torch.manual_seed(1)
    trained = graph.train()(nodes, edges)
    used, aux = graph.eval()(nodes, edges, return_aux=True)

    assert not torch.allclose(trained, used)
    assert torch.allclose(used[5], nodes[:4].mean(0))
    assert torch.allclose(aux.weights, torch.full((1, 4), 0.25))


def test_shapes_of_pictures_and_graphs_are_named(layers):
    with pytest.raises(ValueError, match=r"^x has shape \(2, 3, 5, 5\); expected \(B, 4, ...\)"):
        layers.ChannelAttention(4)(some(2, 3, 5, 5))
    with pytest.raises(ValueError, match=r"^x has shape \(3, 5, 5\); expected \(B, C, H, W\)"):
        layers.SpatialAttention(3)(some(3, 5, 5))
    with pytest.raises(ValueError, match=r"^mask has shape \(2, 4, 5\); expected \(B, H, W\)"):
        layers.SpatialAttention(3)(some(2, 3, 5, 5), torch.ones(2, 4, 5, dtype=torch.bool))
    with pytest.raises(ValueError, match=r"^mask has shape \(2, 4, 5\); expected \(2, 5, 5\)"):
        layers.ChannelAttention(3)(some(2, 3, 5, 5), torch.ones(2, 4, 5, dtype=torch.bool))
    graph = layers.GraphAttention(4)
    with pytest.raises(ValueError, match=r"^x has shape \(3, 5\); expected \(nodes, 4\)"):
        graph(some(3, 5), torch.tensor([[0], [1]]))
    with pytest.raises(ValueError, match=r"^edges has shape \(3, 1\); expected \(2, edges\)"):
        graph(some(3, 4), torch.tensor([[0], [1], [2]]))
    with pytest.raises(ValueError, match=r"^edges names nodes 0 to 7; expected 0 to 2"):
        graph(some(3, 4), torch.tensor([[0], [7]]))
