"""What Zoom's identifiers look like, and how people read them."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

HOSTS = ("zoom.us", "zoomgov.com")
# re.ASCII: without it, ignoring case lets "ſ" pass for an "s".
_JOIN_URL = re.compile(
    rf"https://([a-z0-9-]+\.)*({'|'.join(map(re.escape, HOSTS))})([/?#][!-~]*)?",
    re.ASCII | re.IGNORECASE,
)


def normalise_id(text: str) -> str:
    """The digits of a meeting or webinar ID as typed or pasted, with or without spaces."""
    return re.sub(r"[\s\-‐-―]", "", text)


def validate_id(value: str) -> None:
    """Zoom's IDs have 9 to 11 digits. Raises ValidationError otherwise."""
    if not re.fullmatch(r"[0-9]{9,11}", normalise_id(value)):
        raise ValidationError(
            _("Enter the 9 to 11 digits of the Zoom ID, for example 161 574 0201.")
        )


def group_id(digits: str) -> str:
    """Grouped as Zoom groups it: 161 574 0201 (9 and 10 digits), 823 4567 8901 (11)."""
    middle = 4 if len(digits) == 11 else 3
    return f"{digits[:3]} {digits[3 : 3 + middle]} {digits[3 + middle :]}".strip()


def validate_join_url(value: str) -> None:
    """Only https addresses of Zoom's own hosts; another would send residents elsewhere.

    Matched as a whole and not parsed: where a parser and a browser disagree about the host
    (a backslash, a line break, a user name before an @), the address is refused.
    """
    if not _JOIN_URL.fullmatch(value):
        raise ValidationError(
            _("Enter a Zoom address that starts with https:// and is on zoom.us or zoomgov.com.")
        )


def validate_phone(value: str) -> None:
    """A phone number as people write it; it must hold enough digits to be dialled."""
    if not re.fullmatch(r"\+?[0-9 ().\-]{7,30}", value) or len(re.sub(r"\D", "", value)) < 7:
        raise ValidationError(_("Enter a phone number, for example +1 (669) 900-6833."))


def dialable(number: str) -> str:
    """The number as a tel: link needs it (RFC 3966): +16699006833."""
    return re.sub(r"[^0-9+]", "", number)


def one_tap(number: str, zoom_id: str) -> str:
    """Dials, waits, and enters the ID: what Zoom calls one tap mobile.

    %23 is the # that ends the ID; a bare one would begin a fragment (RFC 3986 §3.5).
    """
    return f"{dialable(number)},,{zoom_id}%23" if zoom_id else dialable(number)
