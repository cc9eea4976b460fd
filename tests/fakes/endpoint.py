"""What a chat endpoint answers, for the small web of our own."""

import json
from pathlib import Path

from fakes.server import HOST, Answer, Server

PATH = "/v1/chat/completions"


def said(text: object) -> Answer:
    """The usual shape of an answer, with this text."""
    body = {"choices": [{"index": 0, "message": {"role": "assistant", "content": text}}]}
    return Answer(200, json.dumps(body).encode(), {"Content-Type": "application/json"})


def endpoint_settings(server: Server, **given: object) -> dict[str, object]:
    """Settings that name the server as the endpoint and trust this machine."""
    named = {"phrase_address": server.url("/v1"), "phrase_model": "tiny", "timeout_s": 5}
    return named | {"allow_hosts": (HOST,)} | given


def write_settings(home: Path, server: Server) -> None:
    """The same in a home's heed.toml."""
    lines = [
        f'phrase_address = "{server.url("/v1")}"',
        'phrase_model = "tiny"',
        f'allow_hosts = ["{HOST}"]',
    ]
    (home / "heed.toml").write_text("\n".join(lines), encoding="utf-8")
