"""Reading the text that Zoom's “Copy invitation” gives, in English or Spanish.

Nothing in a text makes this raise: what was not understood is named in `missing`, and the
person who pasted it sees both before anything is saved.
"""

import re
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from meetings import zoom
from meetings.models import Meeting

MAX_CHARACTERS = 50_000
"""An invitation with every country's numbers has about 6,000."""


@dataclass
class Invitation:
    """What was understood of an invitation; empty where it says nothing."""

    zoom_kind: str = ""
    zoom_id: str = ""
    join_url: str = ""
    passcode: str = ""
    dial_in_numbers: list[tuple[str, str]] = field(default_factory=list)
    """Each number as it will be shown, with its region."""
    missing: list[str] = field(default_factory=list)
    """What was not found, or was refused and why, worded for the person who pasted it."""


_ID = re.compile(
    r"\b(?P<webinar>webinar id|id del? (?:seminario web|webinar|webinario))\b"
    r"|\b(?:meeting id|id de (?:la )?reuni[oó]n)\b",
    re.IGNORECASE,
)
_WEBINAR = re.compile(r"\bwebinar\b|\bseminario web\b|\bwebinario\b", re.IGNORECASE)
_DIGITS = re.compile(r"[:\s]*([0-9][0-9 \u00a0\-]{7,14}[0-9])(?![0-9])")
_PASSCODE = re.compile(
    r"^\W*(?:passcode|password|c[oó]digo(?: de acceso)?|contraseña)\s*:\s*(\S{1,40})\s*$",
    re.IGNORECASE,
)
_URL = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
_JOIN_PATH = re.compile(r"/(?:j|w|s|my)/", re.IGNORECASE)
_URL_REST = re.compile(r"[A-Za-z0-9._~%&=?#/+\-]+")
# +1 669 900 6833, 833 548 0282, +52 558 659 6002; not 669 900 6833 inside a longer run.
_NUMBER = re.compile(r"(?<![\w.,+*#/])(\+?[0-9][0-9 ().\-]{7,18}[0-9])(?![\w,*#/@])")
_ONE_TAP = re.compile(r"(?<![\w+])(\+[0-9]{8,15}),+[0-9]{9,11}#\S*")
_LIST_MARK = re.compile(r"^[\s•·*\-–—]+")
_REGION_BEFORE = re.compile(r"^([^\W\d][^:0-9+]{1,50}?)\s*:\s*(?=\+?[0-9])")
_SIP = re.compile(r"\bsip\b|h\.?323|@", re.IGNORECASE)


def read(text: str) -> Invitation:
    """Understand as much of an invitation as it says. Never raises."""
    if len(text) > MAX_CHARACTERS:
        return Invitation(
            missing=[_("This is too long for a Zoom invitation. Paste the invitation alone.")]
        )
    lines = _lines(text)
    found = Invitation()
    _read_id(found, lines)
    _read_join_url(found, lines)
    _read_passcode(found, lines)
    _read_numbers(found, lines)
    if not found.zoom_kind and (found.zoom_id or found.join_url):
        kinds = Meeting.ZoomKind
        webinar = any(_WEBINAR.search(line) for line in lines)
        found.zoom_kind = (kinds.WEBINAR if webinar else kinds.MEETING).value
    if not found.dial_in_numbers:
        found.missing.append(_("No telephone number was found."))
    return found


def _lines(text: str) -> list[str]:
    """Without quotation marks of mail programs, with addresses they broke in two made whole."""
    # Soft line breaks of quoted-printable mail.
    text = re.sub(r"=\r?\n", "", text)
    lines = []
    for line in re.split(r"\r\n|\r|\n|\u2028|\u2029", text):
        line = re.sub(r"^(?:\s*>)+", "", line).replace("\u00a0", " ").strip()
        if lines and _continues(lines[-1], line):
            lines[-1] += line
        else:
            lines.append(line)
    return lines


def _continues(line: str, following: str) -> bool:
    """Whether an address goes on in the next line: it ends the one and the other is its rest."""
    last = re.search(r"(<?)https?://[^\s<>\"]*$", line, re.IGNORECASE)
    if not last or not following:
        return False
    rest = following.rstrip(">")
    if not _URL_REST.fullmatch(rest):
        return False
    if last.group(1):  # <https://… is whole only at its >
        return True
    has_query = "?" in last.group() or rest.startswith("?")
    return has_query and not rest.startswith("+") and not _LIST_MARK.match(rest)


def _read_id(found: Invitation, lines: list[str]) -> None:
    for line in lines:
        label = _ID.search(line)
        digits = _DIGITS.match(line, label.end()) if label else None
        if not digits:
            continue
        number = zoom.normalise_id(digits.group(1))
        try:
            zoom.validate_id(number)
        except ValidationError:
            continue
        kinds = Meeting.ZoomKind
        found.zoom_id = number
        found.zoom_kind = (kinds.WEBINAR if label.group("webinar") else kinds.MEETING).value
        return


def _read_join_url(found: Invitation, lines: list[str]) -> None:
    refused = ""
    for line in lines:
        for url in _URL.findall(line):
            url = url.rstrip(".,;:)]")
            if not _JOIN_PATH.search(url):
                continue
            try:
                zoom.validate_join_url(url)
            except ValidationError as error:
                refused = refused or f"{url[:100]}: {error.messages[0]}"
                continue
            found.join_url = url
            if not found.zoom_id and (in_url := re.search(r"/(?:j|w|s)/([0-9]{9,11})\b", url)):
                found.zoom_id = in_url.group(1)
            if not found.zoom_id:
                found.missing.append(_("No webinar or meeting ID was found."))
            return
    if not found.zoom_id:
        found.missing.append(_("No webinar or meeting ID was found."))
    found.missing.append(refused or _("No Zoom address to join was found."))


def _read_passcode(found: Invitation, lines: list[str]) -> None:
    for line in lines:
        if match := _PASSCODE.match(line):
            found.passcode = match.group(1)
            return


def _read_numbers(found: Invitation, lines: list[str]) -> None:
    """Lists first: they say where a number belongs. One-tap lines fill in what no list has."""
    regions: dict[str, str] = {}
    for line in lines:
        if _SIP.search(line) or _URL.search(line) or _ID.search(line) or _ONE_TAP.search(line):
            continue
        line = _LIST_MARK.sub("", line)
        before = _REGION_BEFORE.match(line)
        matches = list(_NUMBER.finditer(line))
        for match in matches:
            after = line[match.end() :] if len(matches) == 1 else ""
            region = before.group(1) if before else after
            _add(regions, match.group(1), region)
    for line in lines:
        for match in _ONE_TAP.finditer(line):
            after = line[match.end() :]
            _add(regions, match.group(1), "" if "+" in after else after)
    found.dial_in_numbers = list(regions.items())


def _add(regions: dict[str, str], number: str, region: str) -> None:
    shown = _shown(number)
    region = region.strip(" :-–—\t")
    if len(re.sub(r"\D", "", number)) < 9 or len(region) > 60:
        return
    try:
        zoom.validate_phone(shown)
    except ValidationError:
        return
    known = {zoom.dialable(other): other for other in regions}
    if zoom.dialable(shown) in known:
        other = known[zoom.dialable(shown)]
        regions[other] = regions[other] or region
    else:
        regions[shown] = region


def _shown(number: str) -> str:
    """A North American number as it is written there; others as Zoom writes them."""
    number = number.strip()
    digits = re.sub(r"\D", "", number)
    if re.fullmatch(r"\+1[0-9]{10}", zoom.dialable(number)):
        return f"+1 ({digits[1:4]}) {digits[4:7]}-{digits[7:]}"
    return number
