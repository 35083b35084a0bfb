"""The demo's mailbox: what was sent can be read, and nothing else of the disk."""

import pytest
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends import filebased

pytestmark = pytest.mark.django_db


@pytest.fixture
def mailbox(demo_site, settings, tmp_path):
    """A function that sends as the demo does."""
    settings.MAIL_FOLDER = tmp_path / "mail"
    (tmp_path / "20260101-120000-1.log").write_text("Subject: outside\n\nsecret")

    def send(subject="Su inscripción", text="Vea https://plaza.example/es/x/.", connection=None):
        message = EmailMultiAlternatives(
            subject,
            text,
            to=["ana@example.com"],
            connection=connection
            or get_connection(
                "django.core.mail.backends.filebased.EmailBackend", file_path=settings.MAIL_FOLDER
            ),
        )
        message.attach_alternative("<p style='color: red'>Señal</p>", "text/html")
        message.attach("invitation.ics", "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", "text/calendar")
        message.send()

    return send


def test_an_empty_mailbox_is_an_ordinary_page(mailbox, client):
    assert client.get("/en/demo/mail/").status_code == 200


def test_messages_are_listed_the_latest_first(mailbox, client):
    mailbox("First")
    mailbox("Second: año")
    messages = client.get("/es/demo/mail/").context["messages"]
    assert [message["subject"] for message in messages] == ["Second: año", "First"]
    assert messages[0]["to"] == "ana@example.com"


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_message_is_shown_with_its_links_its_html_and_its_calendar(mailbox, client, language):
    mailbox()
    (listed,) = client.get(f"/{language}/demo/mail/").context["messages"]
    response = client.get(f"/{language}/demo/mail/{listed['name']}/")
    message = response.context["message"]
    assert message["subject"] == "Su inscripción"
    assert message["text"].startswith("Vea https://")
    assert message["links"] == ["https://plaza.example/es/x/"]
    assert f'<html lang="{language}"' in response.content.decode()

    html = client.get(message["html_url"])
    assert "Señal" in html.content.decode()
    assert "sandbox" in html["Content-Security-Policy"]
    assert "script-src" not in html["Content-Security-Policy"]
    calendar = client.get(message["calendar_url"])
    assert calendar["Content-Type"].startswith("text/calendar")
    assert calendar["Content-Disposition"] == 'attachment; filename="invitation.ics"'
    assert calendar.content.startswith(b"BEGIN:VCALENDAR")


def test_a_file_that_holds_several_messages_shows_each(mailbox, client, settings):
    shared = filebased.EmailBackend(file_path=settings.MAIL_FOLDER)
    mailbox("One", connection=shared)
    mailbox("Two", connection=shared)
    messages = client.get("/en/demo/mail/").context["messages"]
    assert [message["subject"] for message in messages] == ["Two", "One"]
    for message in messages:
        page = client.get(f"/en/demo/mail/{message['name']}/")
        assert page.context["message"]["subject"] == message["subject"]


@pytest.mark.parametrize(
    "name",
    [
        "20260101-120000-1",  # a file of that name is in the folder above
        "..%2F20260101-120000-1",
        "..",
        "%2Fetc%2Fpasswd",
        "20260101-120000-1.log",
        "20260101-120000-1%00",
        "٢٠٢٦٠١٠١-120000-1",
        "20260101-120000-1.99999999999999999999",
    ],
)
def test_no_other_file_can_be_read(mailbox, client, name):
    mailbox()
    assert client.get(f"/en/demo/mail/{name}/").status_code == 404


def test_a_message_has_no_other_parts(mailbox, client):
    mailbox()
    (listed,) = client.get("/en/demo/mail/").context["messages"]
    page = client.get(f"/en/demo/mail/{listed['name']}/?part=passwords")
    assert page.context["message"]["subject"] == "Su inscripción"


def test_where_there_is_no_demo_there_is_no_mailbox(mailbox, client, settings):
    mailbox()
    (listed,) = client.get("/en/demo/mail/").context["messages"]
    settings.DEMO = False
    assert client.get("/en/demo/mail/").status_code == 404
    assert client.get(f"/en/demo/mail/{listed['name']}/").status_code == 404
