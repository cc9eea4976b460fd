"""The page that translates and writes down: by plugins of our own, and what it says without one."""

import io
import sys
import wave
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TypeAlias

import pytest
from client import client_of
from starlette.testclient import TestClient

from fakes.homes import Clock, Silence, by_spelling
from fakes.models import Backwards, Lacking, model_folder, offer
from heed import store
from heed.diet import Diet
from heed.settings import load_settings
from heed.web.translate import LONGEST, MOST_BYTES

ZH = {"accept-language": "zh-CN"}
Sites: TypeAlias = Callable[..., TestClient]


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Iterator[store.Database]:
    """One for all: nothing here is kept."""
    with store.open(tmp_path_factory.mktemp("translated") / "heed.sqlite") as opened:
        yield opened


@pytest.fixture
def site_of(db: store.Database, tmp_path: Path) -> Iterator[Sites]:
    """A site whose settings are given."""
    with ExitStack() as stack:

        def make(**given: object) -> TestClient:
            diet = Diet(db, Silence(), load_settings(tmp_path, **given), Clock(), by_spelling)
            return stack.enter_context(client_of(diet))

        yield make


@pytest.fixture
def ours(site_of: Sites, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> TestClient:
    """A site with a plugin of our own and a model for it."""
    monkeypatch.syspath_prepend(offer(tmp_path / "site"))
    folder = str(model_folder(tmp_path))
    return site_of(translate_model=folder, transcribe_model=folder)


def recording(seconds: float = 0.5, *, rate: int = 8000) -> bytes:
    body = io.BytesIO()
    with wave.open(body, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(b"\0\1" * round(rate * seconds))
    return body.getvalue()


def test_a_text_is_translated_and_stays_in_its_field(ours: TestClient) -> None:
    page = ours.post("/translate", data={"text": "the bridge <b>.\r\n\r\nit opens."}).text
    assert "&lt;b&gt;. bridge the\n\nopens. it" in page
    assert "the bridge &lt;b&gt;." in page
    assert "The translation" in page


def test_a_file_of_text_is_translated(ours: TestClient) -> None:
    files = {"file": ("a.txt", "\ufeffthe 桥 opens.".encode())}
    assert "opens. 桥 the" in ours.post("/translate", files=files).text


def test_a_recording_is_written_down(ours: TestClient) -> None:
    page = ours.post("/translate/recording", files={"file": ("a.wav", recording())}).text
    assert "0.5 seconds &lt;of sound&gt;" in page


def test_the_page_offers_both_forms(ours: TestClient) -> None:
    page = ours.get("/translate").text
    assert 'action="/translate"' in page
    assert 'action="/translate/recording"' in page
    assert "pip install" not in page
    assert "最多 20,000 个字符" in ours.get("/translate", headers=ZH).text


@pytest.mark.parametrize(
    ("sent", "says", "chinese"),
    [
        ({"data": {"text": " "}}, "There is no text to translate.", ""),
        ({"data": {"text": "a" * (LONGEST + 1)}}, "at most 20000 characters", "最多 20000 个字符"),
        ({"files": {"file": ("a.txt", b"a\xff")}}, "no plain text in UTF-8", "不是 UTF-8"),
        ({"files": {"file": ("a.txt", "桥".encode() * 40_000)}}, "at most 20000", "最多 20000"),
    ],
    ids=["blank", "long", "bytes", "long file"],
)
def test_what_cannot_be_translated_is_one_sentence(
    ours: TestClient, sent: dict[str, object], says: str, chinese: str
) -> None:
    page = ours.post("/translate", **sent)  # type: ignore[arg-type]
    assert page.status_code == 400
    assert says in page.text
    assert chinese in ours.post("/translate", headers=ZH, **sent).text  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"ID3", "This is no WAV file"),
        (recording(1, rate=1), "has 1 samples a second"),
        (b"\0" * (MOST_BYTES + 1), "at most 8 MB"),
    ],
    ids=["no wav", "slow", "long"],
)
def test_what_cannot_be_heard_is_one_sentence(ours: TestClient, body: bytes, says: str) -> None:
    page = ours.post("/translate/recording", files={"file": ("a.wav", body)})
    assert page.status_code == 400
    assert says in page.text


def test_without_a_model_the_page_says_what_to_set_and_offers_no_form(site_of: Sites) -> None:
    site = site_of()
    page = site.get("/translate").text
    assert "set translate_model in heed.toml" in page
    assert "set transcribe_model in heed.toml" in page
    assert "pip install &#39;heed-reader[models]&#39;" in page
    assert "<form class=" not in page
    assert "请在 heed.toml 里把 translate_model" in site.get("/translate", headers=ZH).text
    for path, sent in (
        ("/translate", {"data": {"text": "the bridge."}}),
        ("/translate/recording", {"files": {"file": ("a.wav", recording())}}),
    ):
        refused = site.post(path, **sent)  # type: ignore[arg-type]
        assert refused.status_code == 400
        assert "No model is named" in refused.text


def test_a_plugin_that_misses_its_library_says_so_before_anything_is_given(
    site_of: Sites, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(offer(tmp_path / "site", Lacking))
    page = site_of(translate_model=str(model_folder(tmp_path))).get("/translate").text
    assert "library that is not installed: pip install ours" in page
    assert 'action="/translate"' not in page


def test_without_a_plugin_it_says_what_to_install(
    site_of: Sites, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = site_of(translate_model=str(model_folder(tmp_path)))
    monkeypatch.setattr(sys, "path", [one for one in sys.path if "-packages" not in one])
    assert "No plugin for heed.translators is installed" in site.get("/translate").text
    assert Backwards.reads(tmp_path / "model")
