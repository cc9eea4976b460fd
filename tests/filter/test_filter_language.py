"""Languages of short and long texts."""

import pytest

from heed.filter.language import language_of, normal_code

HEADLINES = {
    "en": "The river rose three metres overnight and closed the bridge",
    "de": "Der Fluss ist über Nacht um drei Meter gestiegen, die Brücke ist gesperrt",
    "fr": "La rivière est montée de trois mètres pendant la nuit et le pont est fermé",
    "es": "El río creció tres metros durante la noche y el puente está cerrado",
    "it": "Il fiume è salito di tre metri durante la notte e il ponte è chiuso",
    "pt": "O rio subiu três metros durante a noite e a ponte está fechada",
    "nl": "De rivier is vannacht drie meter gestegen en de brug is gesloten",
    "ru": "Ночью река поднялась на три метра, мост закрыт",
    "zh": "河水一夜上涨三米，大桥封闭",
    "ja": "川の水位が一晩で三メートル上がり、橋は閉鎖された",
    "ko": "강물이 밤사이 3미터 불어나 다리가 통제됐다",
    "ar": "ارتفع منسوب النهر ثلاثة أمتار خلال الليل وأغلق الجسر",
}


@pytest.mark.parametrize(("language", "headline"), HEADLINES.items())
def test_a_headline_is_recognised_in_twelve_languages(language: str, headline: str) -> None:
    assert language_of(headline) == language


def test_a_short_text_is_in_the_language_its_feed_declares() -> None:
    assert language_of("Gift", "de-DE") == "de"
    assert language_of("Gift", "en") == "en"


def test_a_long_text_is_believed_over_its_feed() -> None:
    assert language_of(HEADLINES["de"] * 3, "en-US") == "de"


def test_a_script_is_believed_over_its_feed() -> None:
    assert language_of(HEADLINES["zh"], "en-US") == "zh"
    assert language_of(HEADLINES["ru"], "en-US") == "ru"


def test_a_few_foreign_names_do_not_make_a_chinese_text_english() -> None:
    assert language_of("OpenAI 与微软谈判新的合作协议") == "zh"


def test_a_chinese_name_does_not_make_an_english_text_chinese() -> None:
    assert language_of("The river 长江 rose three metres overnight and closed the bridge") == "en"


def test_a_japanese_feed_may_write_a_title_without_kana() -> None:
    assert language_of("東京株式市場続伸", "ja") == "ja"
    assert language_of("東京株式市場続伸", "") == "zh"


def test_no_letters_is_no_language_unless_declared() -> None:
    assert language_of("2026 — 42%") == ""
    assert language_of("2026 — 42%", "fr") == "fr"


@pytest.mark.parametrize(
    ("declared", "code"),
    [
        ("en-US", "en"),
        ("zh_Hant", "zh"),
        (" DE ", "de"),
        ("", ""),
        ("english", ""),
        ("x-default", ""),
    ],
)
def test_a_declared_language_is_two_or_three_letters(declared: str, code: str) -> None:
    assert normal_code(declared) == code
