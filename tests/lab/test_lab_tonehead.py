"""The tone head is trained in torch and read on NumPy: both are the same head."""

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from heed.lab import tonehead
from heed.lab.applications.tone import Headline
from heed.models.encoder.minilm import MiniLM, load_minilm
from heed.models.encoder.weights import find_weights
from heed.models.tone import tone_head

pytestmark = [pytest.mark.torch, pytest.mark.weights]
SOME = [
    Headline("Arvo soars as Belz sinks", 0, 4, 2),
    Headline("Arvo soars as Belz sinks today after a long week", 14, 18, 0),
    Headline("Traders wait for Arvo", 17, 21, 1),
]


@pytest.fixture(scope="module")
def encoder() -> MiniLM:
    return load_minilm(find_weights())


def turned(encoder: MiniLM) -> tonehead.Toned:
    """A head as training might leave it: nothing at its beginning any more."""
    torch.manual_seed(3)
    net = tonehead.Toned(encoder)
    with torch.no_grad():
        for one in net.parameters():
            one += 0.02 * torch.randn_like(one)
    return net.eval()


def test_numpy_reads_what_torch_learned(encoder: MiniLM) -> None:
    net = turned(encoder)
    head = tone_head(encoder, tonehead.kept(net))
    (batch,) = tonehead.batches(tonehead.examples(encoder, SOME), range(len(SOME)))
    with torch.no_grad():
        tones, _, _ = net(*batch[:3])
        classes = net.look.logits(tones).argmax(1).tolist()
    read = head.read([(one.text, one.start, one.end) for one in SOME])
    values = [sum(w.share * w.says for w in said) / head.unit for said in read]
    np.testing.assert_allclose(values, tones.numpy(), atol=5e-3)  # kept in half precision
    names = ("negative", "neutral", "positive")
    assert [head.tone(said) for said in read] == [names[n] for n in classes]


def test_hidden_pieces_are_words_only(encoder: MiniLM) -> None:
    (batch,) = tonehead.batches(tonehead.examples(encoder, SOME), range(len(SOME)))
    numbers, mask, place, _ = batch
    torch.manual_seed(0)
    seen = [tonehead.hidden(numbers, place) for _ in range(50)]
    assert any((one == tonehead.MASK).any() for one in seen)
    assert all((one[~mask] == 0).all() for one in seen)
    assert all((one[:, 0] == numbers[:, 0]).all() for one in seen)


def test_a_few_steps_learn_two_verbs(encoder: MiniLM, monkeypatch: pytest.MonkeyPatch) -> None:
    some = [
        Headline(f"{name} {verb} today", 0, len(name), tone)
        for name in ("Arvo", "Belz", "Cino", "Dorr", "Elso", "Firo", "Gant", "Hilo")
        for verb, tone in (("soars", 2), ("sinks", 0))
    ]
    monkeypatch.setattr(tonehead, "EPOCHS", 8)
    monkeypatch.setattr(tonehead, "BATCH", 8)
    torch.manual_seed(0)
    net = tonehead.Toned(encoder)
    examples = tonehead.examples(encoder, some)
    tonehead.fit(net, examples, examples, 0)
    assert tonehead.accuracy(net, examples) > 0.9
