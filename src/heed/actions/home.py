"""Opening a home: the real store, web, encoder and clock put together. Decides nothing else."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from heed import store
from heed.diet import Clock, Diet, Load
from heed.errors import BadInput, NotFound
from heed.models.encoder import load_encoder
from heed.settings import FILE_NAME, Settings, default_home, load_settings
from heed.store import states
from heed.types import Web
from heed.wire.late import LateWeb

FIRST_SETTINGS = """# heed: what is set here stays; everything else has a default.
# minutes = 30            # minutes of reading a day
# reservation_rate = 0.75 # worth a minute must reach to be spent
# recall_minutes = 2      # what knowing one card a month from now is worth, in minutes
# smtp_host = ""          # your mail server, for: heed send; the password in HEED_SMTP_PASSWORD
# mail_from = ""          # and mail_to: your own addresses
# quiet_hours = "22-7"    # no watch alerts then
# alert_webhook = ""      # where watch alerts are posted; they are at /watch/alerts.atom anyway
# alert_mail = ""         # or mailed to, by your mail server
# translate_model = ""    # folders of models you have, for the page Translate
# transcribe_model = ""
# phrase_address = ""     # your own endpoint that may phrase answers; the key in HEED_PHRASE_KEY
# phrase_model = ""       # the model asked for there
# allow_hosts = []        # private hosts heed may ask, such as "192.168.1.5"
"""
SAMPLE_SINCE = "sample_since"


def now() -> datetime:
    """The wall clock, UTC and aware."""
    return datetime.now(UTC)


def create_home(home: Path) -> Path:
    """Make the folder with a commented settings file; an existing one is left as it is.

    Raises BadInput where that is not possible.
    """
    settings = home / FILE_NAME
    try:
        home.mkdir(parents=True, exist_ok=True)
        if not settings.exists():
            settings.write_text(FIRST_SETTINGS, encoding="utf-8")
    except OSError as error:
        raise BadInput(
            f"{home} cannot be a home: {error.strerror}. Choose another folder with --home."
        ) from error
    return settings


def open_home(
    home: Path | None = None, *, clock: Clock = now, load: Load = load_encoder, **given: Any
) -> Diet:
    """A Diet on the real parts. Raises NotFound where there is no home, StoreError, BadInput."""
    folder = home or default_home()
    if folder.exists() and not folder.is_dir():
        raise BadInput(f"{folder} is a file; a home is a folder. Choose another with --home.")
    if not folder.is_dir():
        raise NotFound(f"There is no home at {folder}. Make one with: heed --home {folder} init")
    settings = load_settings(folder, **given)
    db = store.open(settings.database)
    return Diet(db, _web(db, settings, clock), settings, clock, load)


def _web(db: store.Database, settings: Settings, clock: Clock) -> Web:
    guarded = LateWeb(
        allow_hosts=settings.allow_hosts,
        timeout_s=settings.timeout_s,
        max_body_bytes=settings.max_body_bytes,
    )
    with db.read() as tx:
        since = states.get(tx, SAMPLE_SINCE)
    if since is None:
        return guarded
    from heed.sample import SampleWeb

    return SampleWeb(datetime.fromisoformat(since.decode()), clock, guarded)
