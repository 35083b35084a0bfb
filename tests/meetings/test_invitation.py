"""A clerk pastes what Zoom's “Copy invitation” gave, and never types a telephone number."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meetings import invitation, zoom

WEBINAR = """Hi there,

You are invited to a Zoom webinar.
When: Dec 12, 2025 12:00 PM Pacific Time (US and Canada)
Topic: Virtual Office Hours

Please click the link below to join the webinar:
https://aqmd.zoomgov.com/j/1615740201
Or One tap mobile :
    US: +16699006833,,1615740201#  or +16692545252,,1615740201#
Or Telephone:
    Dial(for higher quality, dial a number based on your current location):
        US: +1 669 900 6833  or +1 669 254 5252  or 833 568 8864 (Toll Free)
Webinar ID: 161 574 0201
    International numbers available: https://aqmd.zoomgov.com/u/abXYZ

Or an H.323/SIP room system:
    H.323: 161.199.138.10 (US West) or 161.199.136.10 (US East)
    Meeting ID: 161 574 0201
    SIP: 1615740201@sip.zoomgov.com
"""
MEETING = """Elena Quintero is inviting you to a scheduled Zoom meeting.

Topic: Working group
Time: Jan 9, 2026 06:00 PM Pacific Time (US and Canada)

Join Zoom Meeting
https://us02web.zoom.us/j/82345678901?pwd=a1B2c3D4e5F6g7H8i9J0kLmNoPqRsT.1

Meeting ID: 823 4567 8901
Passcode: 402117

---

One tap mobile
+16694449171,,82345678901#,,,,*402117# US
+12532158782,,82345678901#,,,,*402117# US (Tacoma)

---

Dial by your location
• +1 669 444 9171 US
• +1 253 215 8782 US (Tacoma)
• +52 558 659 6002 Mexico
• 833 548 0282 US Toll-free

Meeting ID: 823 4567 8901
Passcode: 402117

Find your local number: https://us02web.zoom.us/u/kbcd1234
"""
SPANISH = """Elena Quintero le está invitando a una reunión de Zoom programada.

Tema: Grupo de trabajo
Hora: 9 ene 2026 06:00 p. m. Hora del Pacífico (EE. UU. y Canadá)

Entrar Zoom Reunión
https://us02web.zoom.us/j/82345678901?pwd=a1B2c3D4e5F6g7H8i9J0kLmNoPqRsT.1

ID de reunión: 823 4567 8901
Código de acceso: 402117

---

Móvil con un toque
+16694449171,,82345678901#,,,,*402117# Estados Unidos de América

Marcar según su ubicación
• +1 669 444 9171 Estados Unidos de América
• +1 253 215 8782 Estados Unidos de América (Tacoma)

ID de reunión: 823 4567 8901

Encuentre su número local: https://us02web.zoom.us/u/kbcd1234
"""


def quoted(text: str) -> str:
    return "".join(f"> > {line}" for line in text.splitlines(keepends=True))


def wrapped_at_50(text: str) -> str:
    return re.sub(r"(https://\S{42})(\S+)", r"\1\n\2", text)


def in_angle_brackets(text: str) -> str:
    return re.sub(r"(https://\S{42})(\S+)", r"<\1\n\2>", text)


def quoted_printable(text: str) -> str:
    return re.sub(r"(https://\S{30})", "\\1=\n", text)


def as_it_is(text: str) -> str:
    return text


MAIL_PROGRAMS = [as_it_is, quoted, wrapped_at_50, in_angle_brackets, quoted_printable]


@pytest.mark.parametrize("mangle", MAIL_PROGRAMS)
def test_a_webinar_of_zoom_for_government_is_understood(mangle):
    found = invitation.read(mangle(WEBINAR))
    assert found.zoom_kind == "webinar"
    assert found.zoom_id == "1615740201"
    assert found.join_url == "https://aqmd.zoomgov.com/j/1615740201"
    assert found.passcode == ""
    numbers = [number for number, _region in found.dial_in_numbers]
    assert numbers == ["+1 (669) 900-6833", "+1 (669) 254-5252", "833 568 8864"]
    assert found.missing == []


@pytest.mark.parametrize("mangle", MAIL_PROGRAMS)
def test_a_meeting_with_a_passcode_and_numbers_of_two_countries_is_understood(mangle):
    found = invitation.read(mangle(MEETING))
    assert found.zoom_kind == "meeting"
    assert found.zoom_id == "82345678901"
    assert found.join_url == (
        "https://us02web.zoom.us/j/82345678901?pwd=a1B2c3D4e5F6g7H8i9J0kLmNoPqRsT.1"
    )
    assert found.passcode == "402117"
    assert found.dial_in_numbers == [
        ("+1 (669) 444-9171", "US"),
        ("+1 (253) 215-8782", "US (Tacoma)"),
        ("+52 558 659 6002", "Mexico"),
        ("833 548 0282", "US Toll-free"),
    ]


@pytest.mark.parametrize("mangle", MAIL_PROGRAMS)
def test_an_invitation_in_spanish_is_understood(mangle):
    found = invitation.read(mangle(SPANISH))
    assert (found.zoom_kind, found.zoom_id) == ("meeting", "82345678901")
    assert found.passcode == "402117"
    assert found.dial_in_numbers == [
        ("+1 (669) 444-9171", "Estados Unidos de América"),
        ("+1 (253) 215-8782", "Estados Unidos de América (Tacoma)"),
    ]
    assert found.missing == []


def test_a_spanish_webinar_is_a_webinar():
    text = "ID del seminario web: 161 574 0201\nhttps://aqmd.zoomgov.com/j/1615740201"
    assert invitation.read(text).zoom_kind == "webinar"


def test_one_tap_numbers_serve_where_no_list_is_given():
    found = invitation.read("One tap mobile\n+16699006833,,1615740201# US (San Jose)")
    assert found.dial_in_numbers == [("+1 (669) 900-6833", "US (San Jose)")]


def test_an_address_of_another_host_is_refused_and_named():
    found = invitation.read("Meeting ID: 823 4567 8901\nhttps://zoom.us.evil.example/j/82345678901")
    assert found.join_url == ""
    assert any("zoom.us.evil.example" in line for line in found.missing)


def test_what_is_missing_is_said():
    found = invitation.read("Nos vemos el viernes.")
    assert len(found.missing) == 3


def test_a_paste_of_twenty_megabytes_is_refused_at_once():
    assert len(invitation.read("+1 669 900 6833\n" * 1_300_000).missing) == 1


PIECES = st.one_of(
    st.text(max_size=60),
    st.sampled_from(f"{WEBINAR}\n{MEETING}\n{SPANISH}".splitlines()),
    st.from_regex(r"https?://[a-z.]{1,20}/[jw]/[0-9]{1,12}", fullmatch=True),
    st.from_regex(r"\+?[0-9 ,#*()]{0,30}", fullmatch=True),
)


@settings(max_examples=200, deadline=None)
@given(st.lists(PIECES, max_size=25), st.sampled_from(["\n", "\r\n", " ", "=\n", "\n> "]))
def test_whatever_is_pasted_nothing_breaks_and_nothing_invalid_is_filled_in(pieces, separator):
    found = invitation.read(separator.join(pieces))
    if found.zoom_id:
        zoom.validate_id(found.zoom_id)
    if found.join_url:
        zoom.validate_join_url(found.join_url)
    for number, region in found.dial_in_numbers:
        zoom.validate_phone(number)
        assert len(number) <= 30
        assert len(region) <= 60
    assert len(found.passcode) <= 40


@settings(max_examples=100, deadline=None)
@given(
    digits=st.from_regex(r"[1-9][0-9]{8,10}", fullmatch=True),
    webinar=st.booleans(),
    passcode=st.from_regex(r"[A-Za-z0-9!@#$%]{1,10}", fullmatch=True),
    host=st.sampled_from(["zoom.us", "us06web.zoom.us", "agency.zoomgov.com"]),
    mangle=st.sampled_from(MAIL_PROGRAMS),
)
def test_every_id_address_and_passcode_is_read_back(digits, webinar, passcode, host, mangle):
    label = "Webinar ID" if webinar else "Meeting ID"
    text = (
        f"Join Zoom Meeting\nhttps://{host}/j/{digits}?pwd=abcDEF.1\n\n"
        f"{label}: {zoom.group_id(digits)}\nPasscode: {passcode}\n"
    )
    found = invitation.read(mangle(text))
    assert found.zoom_id == digits
    assert found.zoom_kind == ("webinar" if webinar else "meeting")
    assert found.passcode == passcode
    assert found.join_url == f"https://{host}/j/{digits}?pwd=abcDEF.1"
