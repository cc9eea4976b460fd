"""Messages are believed only as they were signed."""

import json
from datetime import timedelta
from urllib.parse import parse_qsl

import pytest

from fakes.homes import MORNING
from heed.errors import BadInput, Unreadable
from heed.exchange import sealing

SECRET = b"four words no one knows"
PATH = "/api/exchange/offer"


def asked(**wish):
    query, signed = sealing.asked(SECRET, PATH, wish, at=MORNING, nonce="n1")
    return dict(parse_qsl(query, keep_blank_values=True)), signed


def test_a_request_is_read_back_with_what_it_asks():
    parameters, _ = asked(most="9", embedders="")
    read = sealing.read_asked(SECRET, PATH, parameters, now=MORNING)
    assert (read["most"], read["embedders"], read["nonce"]) == ("9", "", "n1")


@pytest.mark.parametrize("changed", ["most", "at", "nonce", "signature", "more"])
def test_a_request_with_anything_changed_is_refused(changed):
    parameters, _ = asked(most="9")
    parameters[changed] = "7" + parameters.get(changed, "")[1:]
    with pytest.raises(BadInput, match="not signed with the secret"):
        sealing.read_asked(SECRET, PATH, parameters, now=MORNING)


def test_a_request_for_another_path_or_with_another_secret_or_none_is_refused():
    parameters, _ = asked(most="9")
    with pytest.raises(BadInput):
        sealing.read_asked(SECRET, "/api/exchange/parcels", parameters, now=MORNING)
    with pytest.raises(BadInput):
        sealing.read_asked(b"four other words here", PATH, parameters, now=MORNING)
    with pytest.raises(BadInput):
        sealing.read_asked(SECRET, PATH, {}, now=MORNING)


@pytest.mark.parametrize("minutes", [-6, 6])
def test_a_request_of_another_time_is_refused(minutes):
    parameters, _ = asked(most="9")
    with pytest.raises(BadInput, match="too old"):
        sealing.read_asked(SECRET, PATH, parameters, now=MORNING + timedelta(minutes=minutes))


def test_an_answer_is_read_back_only_for_its_request():
    _, signed = asked(most="9")
    body = sealing.answered(SECRET, signed, {"items": ["利率", 1]})
    assert sealing.read_answered(SECRET, signed, body) == {"items": ["利率", 1]}
    for wrong in (
        lambda: sealing.read_answered(SECRET, "another request", body),
        lambda: sealing.read_answered(b"four other words here", signed, body),
        lambda: sealing.read_answered(SECRET, signed, body.replace(b"1]", b"2]")),
    ):
        with pytest.raises(Unreadable, match="not signed with your secret"):
            wrong()


@pytest.mark.parametrize(
    "body", [b"", b"<html>", b"[]", b"{}", b'{"answer":1}', b"[" * 5000, b'{"signature":1e999}']
)
def test_what_is_no_message_is_refused(body):
    with pytest.raises(Unreadable):
        sealing.read_answered(SECRET, "signed", body)


def test_there_is_one_way_to_write_a_message():
    assert sealing.canonical({"b": [1, "é"], "a": None}) == '{"a":null,"b":[1,"é"]}'.encode()
    message = {"z": 1, "a": {"y": 2, "b": 3}}
    again = json.loads(json.dumps(message, indent=3))
    assert sealing.signature(SECRET, message) == sealing.signature(SECRET, again)
