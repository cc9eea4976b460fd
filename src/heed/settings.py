"""Settings: one frozen value from the home's heed.toml and HEED_* variables. No default secret."""

import re
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import platformdirs
from pydantic import Field, SecretStr, ValidationError
from pydantic.functional_validators import AfterValidator, BeforeValidator
from pydantic_settings import (
    BaseSettings,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from heed.errors import BadInput

FILE_NAME = "heed.toml"
_SPAN = re.compile(r"(\d|1\d|2[0-3])-(\d|1\d|2[0-3])")
_TIME = re.compile(r"(\d|[01]\d|2[0-3]):[0-5]\d")
_ORIGIN = re.compile(r"https?://[A-Za-z0-9.-]+(?::[0-9]{1,5})?")


def _words(value: Any) -> Any:
    return (
        tuple(part.strip() for part in value.split(",") if part.strip())
        if isinstance(value, str)
        else value
    )


def _zone(value: str) -> str:
    if value:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            raise ValueError("it is no time zone, such as Europe/Berlin") from error
    return value


def _line(value: str) -> str:
    if not value.isprintable():
        raise ValueError("it holds a line end or another sign that is not shown")
    return value.strip()


def _endpoint(value: str) -> str:
    try:
        parts = urlsplit(value)
        known = parts.scheme in ("http", "https") and parts.hostname and not parts.query
    except ValueError:
        known = False
    if value and not known:
        raise ValueError("it is no endpoint, such as https://models.example/v1")
    return value


def _secret(value: SecretStr) -> SecretStr:
    return SecretStr(_line(value.get_secret_value()))


Line = Annotated[str, AfterValidator(_line)]
Key = Annotated[SecretStr, AfterValidator(_secret)]
"""A secret that stands in one line of a request."""


def _hours(value: str) -> str:
    if value and not _SPAN.fullmatch(value):
        raise ValueError("it is no span of hours, such as 22-7")
    return value


def _time(value: str) -> str:
    if value and not _TIME.fullmatch(value):
        raise ValueError("it is no time of day, such as 7:30")
    return value


def _address(value: str) -> str:
    if value and not re.fullmatch(r"[^@\s<>,;]+@[^@\s<>,;]+", value):
        raise ValueError("it is no mail address")
    return value


def _origins(value: tuple[str, ...]) -> tuple[str, ...]:
    """They go into a header of every answer, so nothing but an origin may stand there."""
    for one in value:
        if not _ORIGIN.fullmatch(one):
            raise ValueError(f"{one} is no site, such as https://shop.example")
    return value


class Settings(BaseSettings):
    """Everything that can be set, with its unit in its name. Environment wins over the file."""

    model_config = SettingsConfigDict(env_prefix="HEED_", frozen=True, extra="forbid")

    home: Path
    minutes: float = Field(30, gt=0, le=1440, description="minutes of reading a day")
    reservation_rate: float = Field(
        0.75, ge=0, le=2, description="worth a minute must reach to be spent; below it you keep it"
    )
    explore_share: float = Field(
        0.1, ge=0, le=0.5, description="share of slots outside your habits"
    )
    ask_share: float = Field(
        0.3,
        ge=0,
        le=1,
        description="share of pieces drawn to be asked about; only these judge heed",
    )
    interleave: bool = Field(
        False, description="let the next best ranking choose part of the edition, to compare them"
    )
    source_share: float = Field(
        0.4, gt=0, le=1, description="most of an edition one source may take"
    )
    piece_share: float = Field(0.4, gt=0, le=1, description="most of an edition one piece may take")
    window_days: int = Field(
        14, ge=1, le=365, description="how long an unread piece may still enter"
    )
    recall_minutes: float = Field(
        2, ge=0, le=60, description="what knowing one card a month from now is worth, in minutes"
    )
    words_per_minute: float = Field(238, gt=20, lt=2000)
    characters_per_minute: float = Field(400, gt=20, lt=4000, description="Chinese and Japanese")
    language: Literal["", "en", "zh"] = Field("", description="of pages; empty: the browser's")
    timezone: Annotated[str, AfterValidator(_zone)] = Field(
        "", description="IANA name; empty is the machine's"
    )
    quiet_hours: Annotated[str, AfterValidator(_hours)] = Field(
        "", description="such as 22-7: no watch alerts then"
    )
    alert_webhook: str = Field("", description="web address that watch alerts are posted to")
    alert_mail: Annotated[str, AfterValidator(_address)] = Field(
        "", description="mail address that watch alerts are sent to"
    )
    host: str = "127.0.0.1"
    port: int = Field(8421, ge=1, le=65535)
    names: Annotated[tuple[str, ...], NoDecode, BeforeValidator(_words)] = Field(
        (), description="names this server may be called by, besides those of the machine"
    )
    allow_hosts: Annotated[tuple[str, ...], NoDecode, BeforeValidator(_words)] = ()
    desk_minutes: float = Field(
        4, gt=0, le=240, description="minutes a person takes for a message at the help desk"
    )
    desk_frames: Annotated[
        tuple[str, ...], NoDecode, BeforeValidator(_words), AfterValidator(_origins)
    ] = Field(
        (), description="sites that may show the customers' page in a frame: https://shop.example"
    )
    full_text_pieces: int = Field(20, ge=0, le=200, description="pages fetched whole a gathering")
    ahead_cpu_s: float = Field(
        5, ge=0, le=600, description="CPU-seconds for summaries after a gathering of the server"
    )
    timeout_s: float = Field(20, gt=0, le=300)
    max_body_bytes: int = Field(15 * 2**20, gt=0)

    smtp_host: Line = Field("", description="the server that sends your mail; empty: none")
    smtp_port: int = Field(587, ge=1, le=65535)
    smtp_security: Literal["starttls", "tls", "none"] = "starttls"
    smtp_user: Line = ""
    smtp_password: SecretStr = Field(SecretStr(""), description="better in HEED_SMTP_PASSWORD")
    mail_from: Line = ""
    mail_to: Line = ""
    send_at: Annotated[str, AfterValidator(_time)] = Field(
        "", description="such as 7:30: the edition is mailed to you then; empty: never"
    )

    translate_model: Line = Field("", description="folder of the model the page translates with")
    transcribe_model: Line = Field("", description="folder of the model the page hears with")

    phrase_address: Annotated[Line, AfterValidator(_endpoint)] = Field(
        "", description="an OpenAI-compatible endpoint that may phrase answers; empty: none"
    )
    phrase_model: Line = Field("", description="the model asked for there")
    phrase_key: Key = Field(SecretStr(""), description="better in HEED_PHRASE_KEY")

    @property
    def database(self) -> Path:
        """Where the home's SQLite file lives."""
        return self.home / "heed.sqlite"

    def is_quiet(self, hour: int) -> bool:
        """Whether an hour of the reader's day, 0 to 23, is among the quiet ones."""
        if not self.quiet_hours:
            return False
        first, end = map(int, self.quiet_hours.split("-"))
        return first <= hour < end if first < end else hour >= first or hour < end

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Arguments, then the environment, then the home's TOML file."""
        home = init_settings().get("home")
        toml = TomlConfigSettingsSource(settings_cls, Path(home) / FILE_NAME) if home else None
        return (init_settings, env_settings, *([toml] if toml else []))


def default_home() -> Path:
    """The folder heed uses where --home and HEED_HOME are not given."""
    return Path(platformdirs.user_data_dir("heed"))


def load_settings(home: Path, **given: Any) -> Settings:
    """Settings of a home. Raises BadInput naming the first setting that cannot be used."""
    try:
        return Settings(home=home, **given)
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"])
        raise BadInput(
            f"The setting {name} cannot be used: {first['msg']}. "
            f"Change it in {home / FILE_NAME} or in the environment."
        ) from error
    except OSError as error:
        raise BadInput(f"{home / FILE_NAME} cannot be read: {error.strerror}.") from error
    except ValueError as error:
        raise BadInput(f"{home / FILE_NAME} is not valid TOML: {error}.") from error
