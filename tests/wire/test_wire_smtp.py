"""Mail goes to the reader's own server, or one sentence says why it did not."""

from email.message import EmailMessage

import pytest

from fakes.postoffice import post_office
from heed.errors import BadInput, Unreachable
from heed.settings import Settings, load_settings
from heed.wire.smtp import send


@pytest.fixture
def office():
    with post_office() as opened:
        yield opened


def settings(tmp_path, office=None, **given):
    values = {"smtp_host": "127.0.0.1", "smtp_port": office.port if office else 9}
    return load_settings(tmp_path, **{**values, "smtp_security": "none", "timeout_s": 5, **given})


def a_letter():
    message = EmailMessage()
    message["Subject"], message["From"], message["To"] = "Tides", "me@x.example", "you@x.example"
    message.set_content("央行维持利率不变。\n.\nA line with a dot above.\n")
    return message


def test_a_letter_arrives_as_it_was_written(office, tmp_path):
    send(a_letter(), settings(tmp_path, office))
    [arrived] = office.letters
    assert arrived["subject"] == "Tides"
    assert arrived.get_content().splitlines() == a_letter().get_content().splitlines()


def test_a_name_and_password_are_given_only_where_they_are_set(office, tmp_path):
    send(a_letter(), settings(tmp_path, office))
    assert not [line for line in office.heard if line.startswith("AUTH")]
    send(a_letter(), settings(tmp_path, office, smtp_user="me", smtp_password="secret"))
    assert [line for line in office.heard if line.startswith("AUTH PLAIN")]


@pytest.mark.parametrize(
    ("says", "told"),
    [
        ({"RCPT": "550 nobody here"}, "takes no mail for you@x.example"),
        ({"MAIL": "451 come later"}, "refused: 451 come later"),
        ({"DATA": "554 no"}, "refused: 554 no"),
    ],
)
def test_a_refusal_is_one_sentence(office, tmp_path, says, told):
    office.says = says
    with pytest.raises(Unreachable, match=told):
        send(a_letter(), settings(tmp_path, office))


def test_a_wrong_password_is_told_without_it(office, tmp_path):
    office.says = {"AUTH": "535 no"}
    with pytest.raises(Unreachable, match="name and password") as told:
        send(a_letter(), settings(tmp_path, office, smtp_user="me", smtp_password="secret"))
    assert "secret" not in str(told.value)


def test_an_open_line_is_not_taken_for_a_closed_one(office, tmp_path):
    with pytest.raises(Unreachable, match="cannot be used"):
        send(a_letter(), settings(tmp_path, office, smtp_security="starttls"))
    assert office.letters == []


def test_nobody_answering_is_told(tmp_path):
    with pytest.raises(Unreachable, match="did not answer"):
        send(a_letter(), settings(tmp_path))


def test_without_a_server_and_over_an_open_line_nothing_is_sent(tmp_path):
    with pytest.raises(BadInput, match="No mail server is set"):
        send(a_letter(), settings(tmp_path, smtp_host=""))
    far = {"smtp_host": "mail.x.example", "smtp_user": "me", "smtp_password": "secret"}
    with pytest.raises(BadInput, match="open line"):
        send(a_letter(), settings(tmp_path, **far))


def test_a_setting_cannot_smuggle_a_header(tmp_path):
    with pytest.raises(BadInput, match="mail_to"):
        settings(tmp_path, mail_to="me@x.example\nBcc: them@x.example")


def test_the_password_is_not_shown_with_the_settings(tmp_path):
    assert "secret" not in repr(settings(tmp_path, smtp_password="secret"))
    assert Settings(home=tmp_path).smtp_password.get_secret_value() == ""
