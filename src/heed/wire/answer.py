"""What an answer's head means: a document, a redirect, or a refusal in one sentence. Pure."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from heed.errors import Unreachable
from heed.types import Fetched

REDIRECTS = {301: True, 302: False, 303: False, 307: False, 308: True}
"""Status -> whether the move is for good."""

_LONGEST_S = 10 * 365 * 24 * 3600
_REFUSALS = {
    400: "{host} does not accept the request ({status}).",
    401: "{host} asks for a password ({status}).",
    403: "{host} does not let heed in ({status}).",
    404: "{host} has nothing at this address ({status}).",
    406: "{host} does not offer this document in a form heed reads ({status}).",
    429: "{host} asks heed to come less often ({status}).",
    500: "{host} has an error of its own ({status}).",
    502: "{host} has an error of its own ({status}).",
    503: "{host} is out of service for now ({status}).",
    504: "{host} has an error of its own ({status}).",
}
_UNUSABLE = "{host} gave an answer heed cannot use ({status})."


def redirect_of(status: int, headers: Mapping[str, str]) -> tuple[str, bool] | None:
    """(Location, whether for good) of a redirect, None where the answer is none."""
    location = headers.get("location", "").strip()
    if status not in REDIRECTS or not location:
        return None
    return location, REDIRECTS[status]


def refusal_of(
    host: str, status: int, headers: Mapping[str, str], *, now: datetime
) -> Unreachable | None:
    """Why this answer cannot be used, None where it can (2xx and 304)."""
    if status == 304 or 200 <= status < 300:
        return None
    if status == 410:
        return Unreachable(f"{host} says this address is gone for good (410).", gone=True)
    wait = retry_after(headers.get("retry-after", ""), now=now)
    if headers.get("cf-mitigated", "").lower() == "challenge":
        return Unreachable(
            f"{host} lets only browsers in: it answered with a bot challenge ({status}).",
            retry_after_s=wait,
        )
    sentence = _REFUSALS.get(status, _UNUSABLE).format(host=host, status=status)
    return Unreachable(sentence, retry_after_s=wait)


def retry_after(value: str, *, now: datetime) -> int | None:
    """Seconds of a Retry-After header (RFC 9110 10.2.3: seconds or a date), None without one."""
    text = value.strip()
    if re.fullmatch(r"[0-9]{1,12}", text):
        return min(int(text), _LONGEST_S)
    moment = http_date(text)
    return (
        None if moment is None else min(_LONGEST_S, max(0, round((moment - now).total_seconds())))
    )


def http_date(value: str) -> datetime | None:
    """An HTTP date, aware; None where it is none."""
    try:
        moment = parsedate_to_datetime(value)
    except (TypeError, ValueError, OverflowError):
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment


def max_age(headers: Mapping[str, str]) -> int | None:
    """Seconds the answer stays fresh: Cache-Control max-age, else Expires minus Date, else None."""
    control = headers.get("cache-control", "").lower()
    if "no-cache" in control or "no-store" in control:
        return None
    stated = re.search(r"\bmax-age\s*=\s*\"?([0-9]{1,12})", control)
    if stated:
        return min(int(stated[1]), _LONGEST_S)
    expires, date = http_date(headers.get("expires", "")), http_date(headers.get("date", ""))
    if expires is None or date is None or expires <= date:
        return None
    return min(_LONGEST_S, int((expires - date).total_seconds()))


def fetched_from(url: str, status: int, headers: Mapping[str, str], body: bytes) -> Fetched:
    """The noun, with validators byte-exact (latin-1) as the server wrote them."""
    return Fetched(
        url=url,
        status=status,
        body=body,
        content_type=headers.get("content-type", ""),
        etag=headers.get("etag", ""),
        modified=headers.get("last-modified", ""),
        max_age_s=max_age(headers),
    )
