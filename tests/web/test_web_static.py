"""Static files: the palette's contrast, what was copied from others, how little a page weighs."""

import re
import tomllib
from hashlib import sha256

import pytest

from heed.web.render import STATIC

CSS = (STATIC / "heed.css").read_text(encoding="utf-8")
PALETTE = dict(re.findall(r"--([\w-]+): light-dark\(([^)]+)\)", CSS))
TEXT_ON = [
    ("ink", "paper"), ("ink", "leaf"), ("soft", "paper"), ("soft", "leaf"), ("accent", "paper"),
    ("warn", "paper"), ("warn", "leaf"), ("on-accent", "accent"), ("ink", "accent-soft"),
]  # fmt: skip
FIRST_PAGE_LIMIT = 100 * 1024


def luminance(colour: str) -> float:
    """Relative luminance, WCAG 2.2."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), TEXT_ON)
def test_every_text_reaches_the_contrast_of_aa(theme: int, text: str, ground: str) -> None:
    colours = [PALETTE[name].split(",")[theme].strip() for name in (text, ground)]
    assert contrast(*colours) >= 4.5


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_focus_and_bar_stand_out_from_the_paper(theme: int) -> None:
    accent, paper = (PALETTE[name].split(",")[theme].strip() for name in ("accent", "paper"))
    assert contrast(accent, paper) >= 3


def test_copied_files_are_what_their_packages_hold() -> None:
    folder = STATIC / "vendor"
    listed = tomllib.loads((folder / "VENDORED.toml").read_text())["file"]
    for one in listed:
        assert sha256((folder / one["name"]).read_bytes()).hexdigest() == one["sha256"]
        assert one["version"]
        assert one["licence"]
        assert (folder / one["licence_file"]).is_file()
    known = {one["name"] for one in listed} | {one["licence_file"] for one in listed}
    assert {path.name for path in folder.iterdir()} == known | {"VENDORED.toml"}


def test_templates_carry_no_inline_style_or_script() -> None:
    inline = re.compile(r"\sstyle=|<style|\son\w+=|<script(?![^>]*\ssrc=)|javascript:")
    for path in (STATIC.parent / "templates").glob("*.html"):
        assert not inline.search(path.read_text(encoding="utf-8")), path.name


def test_static_files_ask_nobody_else() -> None:
    for path in [STATIC / "heed.css", *STATIC.glob("*.js")]:
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"url\(|https?://|@import", text), path.name


def test_what_the_first_page_loads_is_light() -> None:
    names = ("heed.css", "vendor/htmx.min.js", "keys.js", "edition.js", "heed.svg")
    assert sum((STATIC / name).stat().st_size for name in names) < FIRST_PAGE_LIMIT * 0.7


def test_motion_stops_where_the_reader_asks_for_it() -> None:
    assert "prefers-reduced-motion: reduce" in CSS
    durations = [int(found) for found in re.findall(r"(\d+)ms", CSS)]
    assert max(durations) <= 150
