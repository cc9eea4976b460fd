"""What a walk in a real browser needs: a home, a server, a page that watches itself."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from threading import Thread

import uvicorn
from fastapi import FastAPI
from playwright.sync_api import Browser, BrowserContext, Page, Request, sync_playwright

from heed import store
from heed.diet import Diet
from heed.models.encoder import Encoder, load_encoder
from heed.settings import Settings
from heed.wire.http import GuardedWeb

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
DESKTOP, PHONE = (1280, 900), (390, 844)


Load = Callable[[bytes | None], Encoder]


@contextmanager
def home(folder: Path, clock: Callable[[], datetime], load: Load = load_encoder) -> Iterator[Diet]:
    """A home that may ask this machine, and nobody else, over the network."""
    settings = Settings(home=folder, timezone="UTC", allow_hosts=("127.0.0.1",))
    web = GuardedWeb(
        allow_hosts=settings.allow_hosts,
        timeout_s=settings.timeout_s,
        max_body_bytes=settings.max_body_bytes,
    )
    with store.open(settings.database) as db:
        yield Diet(db, web, settings, clock, load)


@contextmanager
def served(app: FastAPI, *, port: int = 0) -> Iterator[str]:
    """The app's address while it is served from a thread, on a free port where none is given."""
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="warning", ws="none"))
    thread = Thread(target=server.run, daemon=True)
    thread.start()
    try:
        while not server.started:
            thread.join(0.01)
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()


@contextmanager
def chromium(environment: dict[str, str | float | bool] | None = None) -> Iterator[Browser]:
    """Debian's chromium, headless; `environment` is added to this process's own."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"),
            args=list(FLAGS),
            env={**os.environ, **(environment or {})},
        )
        yield browser
        browser.close()


@dataclass
class Watched:
    """A page that remembers what went wrong on it and whom it asked."""

    page: Page
    base: str
    complaints: list[str] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)
    lax: list[str] = field(default_factory=list)

    def watch(self) -> None:
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", self._request)
        self.page.on("response", self._response)

    def go(self, path: str) -> None:
        self.page.goto(self.base + path)

    def _console(self, message: object) -> None:
        if getattr(message, "type", "") in ("error", "warning"):
            self.complaints.append(getattr(message, "text", ""))

    def _request(self, request: Request) -> None:
        if not request.url.startswith(self.base):
            self.strangers.append(request.url)

    def _response(self, response: object) -> None:
        headers = getattr(response, "headers", {})
        if "default-src 'none'" not in headers.get("content-security-policy", ""):
            self.lax.append(getattr(response, "url", ""))


def context(
    browser: Browser,
    base: str,
    *,
    size: tuple[int, int] = DESKTOP,
    language: str = "en",
    theme: str = "light",
    script: bool = True,
    scale: float = 1,
) -> BrowserContext:
    """One reader's browser, with a chosen look and no motion."""
    made = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        java_script_enabled=script,
        device_scale_factor=scale,
        reduced_motion="reduce",
        locale="en-GB",
    )
    made.set_default_timeout(30_000)
    made.add_cookies(
        [
            {"name": "language", "value": language, "url": base},
            {"name": "theme", "value": theme, "url": base},
        ]
    )
    return made


Open = Callable[..., Watched]
"""Opens a watched page of a chosen look; see `context`."""
