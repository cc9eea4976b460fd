"""Models of transformers, made here at random, say the same on heed's attention and may be seen."""

import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("transformers")
pytestmark = pytest.mark.torch
torch.set_num_threads(1)

from transformers import BertConfig, BertModel, LlamaConfig, LlamaModel  # noqa: E402

from heed.attention import AuxRequest  # noqa: E402
from heed.attention.huggingface import looking, register_hf_backend  # noqa: E402

LENGTH, LAYERS, HEADS = 11, 2, 4
SMALL = {"hidden_size": 32, "intermediate_size": 48, "vocab_size": 50}
WORDS = torch.randint(0, 50, (2, LENGTH), generator=torch.Generator().manual_seed(0))
REAL = torch.tensor([[1] * LENGTH, [1] * 7 + [0] * 4])


def decoder():
    torch.manual_seed(0)
    shape = {"num_hidden_layers": LAYERS, "num_attention_heads": HEADS, "num_key_value_heads": 2}
    return LlamaModel(LlamaConfig(**SMALL, **shape)).eval()


def encoder():
    torch.manual_seed(0)
    shape = {"num_hidden_layers": LAYERS, "num_attention_heads": HEADS}
    return BertModel(BertConfig(**SMALL, **shape)).eval()


@pytest.fixture(autouse=True)
def registered():
    register_hf_backend()


@pytest.mark.parametrize("made", [decoder, encoder])
@pytest.mark.parametrize("padded", [False, True])
@torch.no_grad()
def test_a_model_says_the_same_on_heed(made, padded):
    model, mask = made(), REAL if padded else None
    model.set_attn_implementation("eager")
    theirs = model(WORDS, attention_mask=mask).last_hidden_state
    model.set_attn_implementation("heed")
    ours = model(WORDS, attention_mask=mask).last_hidden_state

    kept = REAL.bool() if padded else torch.ones_like(REAL).bool()
    torch.testing.assert_close(ours[kept], theirs[kept], rtol=1e-5, atol=1e-5)


@torch.no_grad()
def test_looking_changes_nothing_and_agrees_with_their_weights():
    model = encoder()
    model.set_attn_implementation("eager")
    weights = model(WORDS, attention_mask=REAL, output_attentions=True).attentions
    model.set_attn_implementation("heed")
    plain = model(WORDS, attention_mask=REAL).last_hidden_state
    with looking() as layers:
        seen = model(WORDS, attention_mask=REAL).last_hidden_state

    assert torch.equal(seen, plain)
    assert len(layers) == LAYERS
    for aux, table in zip(layers, weights, strict=True):
        torch.testing.assert_close(aux.received, table.sum(-2), rtol=1e-4, atol=1e-5)
        spread = -torch.special.xlogy(table, table).sum(-1)
        torch.testing.assert_close(aux.entropy, spread, rtol=1e-4, atol=1e-5)
        assert aux.weights is None


@torch.no_grad()
def test_a_decoder_never_looks_ahead_and_every_query_looks_once():
    model = decoder()
    model.set_attn_implementation("heed")
    with looking(AuxRequest(weights=True, received=True)) as layers:
        model(WORDS)

    for aux in layers:
        assert aux.weights.shape == (2, HEADS, LENGTH, LENGTH)
        assert torch.all(aux.weights.triu(1) == 0)
        torch.testing.assert_close(aux.received.sum(-1), torch.full((2, HEADS), float(LENGTH)))


@torch.no_grad()
def test_writing_word_by_word_with_a_cache_is_the_same_as_at_once():
    model = decoder()
    model.set_attn_implementation("heed")
    whole = model(WORDS).last_hidden_state
    first = model(WORDS[:, :-1], use_cache=True)
    last = model(WORDS[:, -1:], past_key_values=first.past_key_values).last_hidden_state

    torch.testing.assert_close(last[:, 0], whole[:, -1], rtol=1e-4, atol=1e-5)


def test_a_model_trains_on_it():
    model = decoder().train()
    model.set_attn_implementation("heed")
    model(WORDS).last_hidden_state.square().mean().backward()

    assert all(p.grad is not None and p.grad.isfinite().all() for p in model.parameters())


def test_what_it_does_not_know_is_refused():
    from heed.attention.huggingface import _forward

    x = torch.zeros(1, 1, 2, 4)
    with pytest.raises(ValueError, match="softcap is given"):
        _forward(torch.nn.Module(), x, x, x, None, softcap=30.0)
