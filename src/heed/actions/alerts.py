"""Alerts leave the home: to a webhook or by mail, once each. Whether there is one, watches says.

The feed at /watch/alerts.atom needs nothing of this.
"""

import json
from collections.abc import Sequence
from datetime import timedelta
from email.message import EmailMessage

from heed.actions import watches as watching
from heed.diet import Diet
from heed.errors import BadInput, Unreachable
from heed.plain import alert_json
from heed.settings import Settings
from heed.store import alerts, states, watches
from heed.types import Alert, Messenger
from heed.wire.late import LateWeb
from heed.wording import Words

SENT = "alerts_sent"
"""The number of the last alert that left, kept for each way."""
STALE = timedelta(days=1)


class Courier:
    """The real messenger: the guarded web client, and the reader's own mail server."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def post(self, url: str, body: bytes) -> None:
        """As `wire.http.GuardedWeb.post`."""
        settings = self._settings
        LateWeb(
            allow_hosts=settings.allow_hosts,
            timeout_s=settings.timeout_s,
            max_body_bytes=settings.max_body_bytes,
        ).post(url, body)

    def mail(self, to: str, subject: str, text: str) -> None:
        """As `wire.smtp.send`."""
        from heed.wire.smtp import send

        message = EmailMessage()
        message["From"], message["To"] = self._settings.mail_from or to, to
        message["Subject"] = " ".join(subject.split())
        message.set_content(text)
        send(message, self._settings)


def speak(diet: Diet, messenger: Messenger | None = None) -> tuple[list[Alert], list[str]]:
    """After a gathering: what the watches say of it, sent where it is wanted; and what failed."""
    return watching.check(diet), deliver(diet, messenger)


def deliver(diet: Diet, messenger: Messenger | None = None) -> list[str]:
    """Send what has not left yet, together; gives back a sentence for each way that failed.

    What failed is tried again after the next gathering, for a day.
    """
    settings = diet.settings
    ways = [way for way in ("alert_webhook", "alert_mail") if getattr(settings, way)]
    if not ways:
        return []
    with diet.db.read() as tx:
        fresh = alerts.since(tx, diet.clock() - STALE)
        names = {one.id: one.name for one in watches.all(tx)}
    courier = messenger or Courier(settings)
    troubles = []
    for way in ways:
        due = [one for one in fresh if one.id > _last(diet, way)]
        if not due:
            continue
        try:
            _send(way, courier, settings, _texts(diet, due, names))
        except (BadInput, Unreachable) as error:
            troubles.append(str(error))
            continue
        with diet.db.write() as tx:
            states.put(tx, f"{SENT}_{way}", str(due[-1].id).encode())
    return troubles


def _last(diet: Diet, way: str) -> int:
    with diet.db.read() as tx:
        return int(states.get(tx, f"{SENT}_{way}") or b"0")


def _texts(diet: Diet, due: Sequence[Alert], names: dict[int, str]) -> list[tuple[Alert, str, str]]:
    words = Words("zh" if diet.settings.language == "zh" else "en", diet.zone)
    return [
        (one, words.alert_title(names[one.watch_id], one), words.alert_text(one)) for one in due
    ]


def _send(
    way: str, courier: Messenger, settings: Settings, told: Sequence[tuple[Alert, str, str]]
) -> None:
    subject = " · ".join(title for _, title, _ in told)
    text = "\n\n".join(f"{title}\n{body}" for _, title, body in told)
    if way == "alert_mail":
        courier.mail(settings.alert_mail, f"heed: {subject}", text)
        return
    body = {"text": text, "alerts": [{**alert_json(one), "title": t} for one, t, _ in told]}
    courier.post(settings.alert_webhook, json.dumps(body, ensure_ascii=False).encode())
