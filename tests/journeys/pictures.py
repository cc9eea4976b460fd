"""Draws the README's pictures from the sample: python tests/journeys/pictures.py docs/images."""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from browsing import PHONE, Watched, chromium, context, home, served
from playwright.sync_api import FloatRect

from fakes.homes import Clock
from heed.actions import sample
from heed.diet import Diet
from heed.types import Answer
from heed.web.app import create_app

TEXT = "/attention?text=The+harbour+turned+its+cranes+off+at+night%2C+and+the+herring+came+back."
WIDE, NARROW = (1120, 940), (720, 940)
FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>
<include>/etc/fonts/fonts.conf</include>
<match target="pattern"><test name="family" compare="contains"><string>sans</string></test>
<edit name="family" mode="assign" binding="strong"><string>Noto Sans CJK SC</string></edit></match>
<match target="pattern"><test name="family"><string>system-ui</string></test>
<edit name="family" mode="assign" binding="strong"><string>Noto Sans CJK SC</string></edit></match>
</fontconfig>"""
"""Debian's own sans serif is wide; that of the Chinese fonts is closer to other systems."""

TASTE: dict[str, Answer] = {
    "Fathom & Field": "more",
    "The Slow Ledger": "more",
    "Cold Cache": "all",
    "慢编译": "all",
    "Allotment Nine": "all",
    "Gaspworthy": "none",
    "好物速递站": "none",
}

SHOTS: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("edition", "/", {"size": WIDE}),
    ("edition-dark", "/", {"size": WIDE, "theme": "dark"}),
    ("edition-zh", "/", {"size": WIDE, "language": "zh"}),
    ("edition-phone", "/", {"size": PHONE}),
    ("attention", TEXT + "&layer=4&head=2", {"size": NARROW}),
    ("attention-dark", TEXT + "&layer=4&head=2", {"size": NARROW, "theme": "dark"}),
    ("ledger", "/ledger", {"size": WIDE}),
)


def live_a_day(diet: Diet, clock: Clock) -> None:
    """A first edition read by somebody who likes slow pieces and no offers."""
    for slot in diet.edition().slots:
        answer = TASTE.get(slot.source, "half")
        if slot.source in TASTE or slot.seconds >= 60:
            diet.read(slot.item_id, active_s=slot.seconds, answer=answer)
    clock.next_day()


def draw(folder: Path) -> None:
    """Every picture into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    clock = Clock()
    with TemporaryDirectory() as scratch:
        fonts = Path(scratch) / "fonts.conf"
        fonts.write_text(FONTS)
        with home(Path(scratch) / "home", clock) as diet:
            sample.lay_out(diet)
            live_a_day(diet, clock)
            environment: dict[str, str | float | bool] = {"FONTCONFIG_FILE": str(fonts)}
            with served(create_app(diet)) as base, chromium(environment) as browser:
                for name, path, look in SHOTS:
                    with context(browser, base, scale=2, **look) as reader:
                        watched = Watched(reader.new_page(), base)
                        watched.go(path)
                        _pose(watched, name)
                        shot(watched, folder / f"{name}.png")


def _pose(watched: Watched, name: str) -> None:
    """Open what the picture is about."""
    page = watched.page
    if name.startswith("edition"):
        page.locator(".piece:has(.told a) summary").first.click()
    page.mouse.move(0, 0)


def shot(watched: Watched, path: Path) -> None:
    """One window's worth, as a reader sees it."""
    watched.page.evaluate("document.activeElement?.blur()")
    frame = _frame(watched)
    watched.page.screenshot(path=str(path), clip=frame, full_page=frame is not None)
    print(f"{path} {path.stat().st_size // 1024} KB")


def _frame(watched: Watched) -> FloatRect | None:
    """The part to keep: the heat map and its words, else the whole window."""
    page = watched.page
    heat = page.locator(".heat").bounding_box() if page.locator(".heat").count() else None
    top = page.locator("#map").bounding_box() if heat else None
    if heat is None or top is None:
        return None
    height = heat["y"] + heat["height"] - top["y"] + 40
    return {"x": top["x"] - 32, "y": top["y"] - 24, "width": top["width"] + 64, "height": height}


if __name__ == "__main__":
    draw(Path(sys.argv[1] if len(sys.argv) > 1 else "docs/images"))
