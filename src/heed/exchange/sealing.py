"""Signed messages between two homes that share a secret: canonical JSON under HMAC-SHA256. Pure.

A signature says who wrote a message and that nobody changed it. It hides nothing.
"""

import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from heed.errors import BadInput, Unreadable

FEWEST_CHARACTERS = 16
FRESH = timedelta(minutes=5)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def canonical(value: Any) -> bytes:
    """One way to write a value of texts, whole numbers, lists and objects: sorted, no spaces."""
    text = json.dumps(
        value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    )
    return text.encode("utf-8")


def signature(secret: bytes, value: Any) -> str:
    """HMAC-SHA256 of the canonical form, as hex digits."""
    return hmac.new(secret, canonical(value), hashlib.sha256).hexdigest()


def asked(
    secret: bytes, path: str, wish: Mapping[str, str], *, at: datetime, nonce: str
) -> tuple[str, str]:
    """The query of a request for `path`, signed, and its signature; wish: what is asked for."""
    moment = str((at - _EPOCH) // timedelta(microseconds=1))
    parameters = {**wish, "at": moment, "nonce": nonce}
    signed = signature(secret, {"ask": path, "parameters": parameters})
    return urlencode({**parameters, "signature": signed}), signed


def read_asked(
    secret: bytes, path: str, parameters: Mapping[str, str], *, now: datetime
) -> Mapping[str, str]:
    """What a signed request asks for. Raises BadInput unless it was signed so, and just now."""
    given = {name: value for name, value in parameters.items() if name != "signature"}
    expected = signature(secret, {"ask": path, "parameters": given})
    told = parameters.get("signature", "")
    if not hmac.compare_digest(expected.encode(), told.encode()):
        raise BadInput("This request is not signed with the secret of this home.")
    at = _EPOCH + timedelta(microseconds=int(given["at"]))
    if abs(now - at) > FRESH:
        raise BadInput("This request is too old, or the clocks of the two homes differ.")
    return given


def answered(secret: bytes, to: str, body: Any) -> bytes:
    """An answer to the request with the signature `to`, signed."""
    signed = signature(secret, {"answer": body, "to": to})
    return canonical({"answer": body, "signature": signed})


def read_answered(secret: bytes, to: str, body: bytes) -> Any:
    """What an answer says. Raises Unreadable unless it was signed so, in answer to `to`."""
    try:
        message = json.loads(body)
        told, answer = message["signature"], message["answer"]
        expected = signature(secret, {"answer": answer, "to": to})
        genuine = hmac.compare_digest(expected.encode(), str(told).encode())
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise Unreadable("The other home's answer is no message heed knows.") from error
    if not genuine:
        raise Unreadable(
            "The other home's answer is not signed with your secret, or was changed on its way; "
            "nothing of it was kept."
        )
    return answer
