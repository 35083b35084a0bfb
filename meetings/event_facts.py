"""What an event of another calendar says, in a meeting's fields: title, place, how to join."""

import html
import re
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from meetings import invitation, zoom
from meetings.calendar_reading import Component, plain
from meetings.models import Meeting

TITLE, SUMMARY, VENUE, ROOM, ADDRESS = 200, 600, 200, 100, 300
MOST_READ = 100_000
"""Characters of a description that are looked at; the longest invitation has about 6,000."""

_TAG = re.compile(r"</?[a-z][^>]*>", re.IGNORECASE)
_URL = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
_OFF = re.compile(
    r"^\W*(?P<word>cancell?ed|cancelad[oa]|postponed|pospuest[oa]|aplazad[oa])\s*[:–—-]\s*",
    re.IGNORECASE,
)
_INVITATION = re.compile(
    r"join zoom (?:meeting|webinar)|inviting you to a scheduled zoom|you are invited to a zoom"
    r"|(?:únase|unirse|entrar) a(?:l seminario web de| la reunión de)? ?zoom"
    r"|le está invitando a una reunión|zoom(?:gov)?\.(?:us|com)/"
    r"|^\W*(?:one tap mobile|(?:meeting|webinar) id)\b|^[-_─~:=]{10,}$",
    re.IGNORECASE,
)
_OTHER_SERVICE = re.compile(
    r"//(?:[\w-]+\.)*(?:teams\.(?:microsoft|live)\.com|meet\.google\.com|webex\.com|gotomeet\w*\.\w+)/",
    re.IGNORECASE,
)
_ONLINE = {
    *("via", "por", "on", "en", "and", "y", "or", "o", "us", "link", "enlace", "see", "below"),
    *("online", "línea", "virtual", "virtually", "virtualmente", "remote", "remotely", "remoto"),
    *("remota", "hybrid", "híbrido", "híbrida", "webinar", "meeting", "reunión", "join"),
    *("zoom", "microsoft", "teams", "google", "meet", "webex"),
}
_STREET = re.compile(
    r"^(?:[0-9]{1,6}(?:-[0-9]+)?[a-z]?\s+\S*[^\W\d]|p\.?\s?o\.? box\b|(?:calle|avenida|av\.)\s)",
    re.IGNORECASE,
)
_ROOM = re.compile(
    r"(?:(?:conference |meeting )?(?:room|rm\.?)|sala|salón|suite|ste\.?|auditorium|auditorio)\b.*"
    r"|.*\b(?:room|auditorium|chambers?)|cc-?[0-9]+[a-z]?",
    re.IGNORECASE,
)
_ROOM_NUMBER = re.compile(r"(?:room|rm\.?|sala|salón)\s+(?=\S*[0-9]|[A-Z]\b)", re.IGNORECASE)

# In this order: “board workshop” is a workshop, “hearing board” sits as a board.
_KINDS = [
    (Meeting.Kind.OFFICE_HOURS, r"office hours?|horas de (?:consulta|oficina)"),
    (Meeting.Kind.WORKING_GROUP, r"working group|grupo de trabajo|task force"),
    (Meeting.Kind.WORKSHOP, r"workshop|taller"),
    (Meeting.Kind.HEARING, r"public hearing|audiencia"),
    (
        Meeting.Kind.BOARD,
        r"board|committee|commission|council|junta|comité|comisión|consejo|concejo",
    ),
    (Meeting.Kind.HEARING, r"hearing"),
]


@dataclass
class Facts:
    """A meeting's fields as the event gives them; `notes` says what was left out or shortened."""

    title: str
    summary: str
    status: str
    place: dict = field(default_factory=dict)
    """venue, room, address, latitude, longitude; empty when people meet nowhere."""
    joining: dict = field(default_factory=dict)
    """zoom_kind, zoom_id, join_url, passcode; empty without a Zoom address."""
    numbers: list[tuple[str, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def format(self) -> str:
        if self.place and self.joining:
            return Meeting.Format.HYBRID
        return Meeting.Format.IN_PERSON if self.place else Meeting.Format.REMOTE


def facts(event: Component) -> Facts:
    """Understand an event. Never raises."""
    title, status = _title(event)
    text = text_of(event.words("DESCRIPTION") or event.words("X-ALT-DESC"))
    own_words, invited = _without_invitation(text)
    found = Facts(title, own_words, status)
    if len(found.title) > TITLE:
        found.title = Truncator(title).chars(TITLE)
        found.notes.append(_("The title was shortened."))
    if len(own_words) > SUMMARY:
        found.summary = Truncator(own_words).chars(SUMMARY)
        found.notes.append(_("The description was shortened to 600 characters."))
    _read_joining(found, event, invited)
    _read_place(found, event)
    return found


def kind_of(title: str) -> str:
    """The kind of meeting that a title names, else a community meeting."""
    for kind, words in _KINDS:
        if re.search(rf"\b(?:{words})\b", title, re.IGNORECASE):
            return kind
    return Meeting.Kind.COMMUNITY_MEETING


def text_of(description: str) -> str:
    """The text of a description that may be HTML, as Google and Outlook write it."""
    description = description[:MOST_READ]
    if not _TAG.search(description):
        return _tidy(html.unescape(description))
    soup = BeautifulSoup(description, "html.parser")
    for link in soup.find_all("a", href=True):
        if link["href"] not in link.get_text() and link["href"].startswith("http"):
            link.append(f" {link['href']}")
    for left_out in soup.find_all(["style", "script", "head"]):
        left_out.decompose()
    for item in soup.find_all("li"):
        item.insert(0, "• ")
    for block in soup.find_all(["br", "p", "div", "li", "tr", "h1", "h2", "h3", "ul", "ol"]):
        block.append("\n") if block.name != "br" else block.replace_with("\n")
    return _tidy(soup.get_text())


def _tidy(text: str) -> str:
    lines = [re.sub(r"[ \t\u00a0]+", " ", line).strip() for line in plain(text).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _title(event: Component) -> tuple[str, str]:
    """The title without the “Canceled:” that Outlook puts before it, and the status."""
    title = " ".join(text_of(event.words("SUMMARY")).split())
    said = event.words("STATUS").upper()
    off = _OFF.match(title)
    cancelled = said == "CANCELLED" or bool(off and off["word"].lower().startswith("cancel"))
    if off:
        title = title[off.end() :]
    if cancelled:
        return title, Meeting.Status.CANCELLED
    return title, Meeting.Status.POSTPONED if off else Meeting.Status.SCHEDULED


def _without_invitation(text: str) -> tuple[str, str]:
    """What the agency wrote, and what Zoom wrote below it."""
    lines = text.split("\n")
    for number, line in enumerate(lines):
        if _INVITATION.search(line):
            own = [
                each
                for each in lines[:number]
                if not re.fullmatch(r"[-_─~:=\s]*", each) or not each
            ]
            return "\n".join(own).strip(), "\n".join(lines[number:])
    return text, ""


def _read_joining(found: Facts, event: Component, invited: str) -> None:
    links, numbers = [], []
    for name in ("X-GOOGLE-CONFERENCE", "CONFERENCE", "URL"):
        for each in event.properties.get(name, []):
            (numbers if each.value.lower().startswith("tel:") else links).append(each.value.strip())
    location = event.words("LOCATION")[:2000]
    text = "\n".join([*links, *_URL.findall(location), location, invited])
    understood = invitation.read(text[: invitation.MAX_CHARACTERS])
    if understood.join_url:
        found.joining = {
            "zoom_kind": understood.zoom_kind,
            "zoom_id": understood.zoom_id,
            "join_url": understood.join_url,
            "passcode": understood.passcode,
        }
        found.numbers = understood.dial_in_numbers or list(_dialled(numbers))
    elif other := next((url for url in _URL.findall(text) if _OTHER_SERVICE.search(url)), ""):
        found.notes.append(
            _("The link %(url)s was left out: only Zoom addresses are taken.") % {"url": other[:80]}
        )


def _dialled(urls: list[str]):
    """Numbers of CONFERENCE (RFC 7986 §5.11), without the ID that is dialled after them."""
    for url in urls:
        number = re.split(r"[,;]", url[4:])[0]
        try:
            zoom.validate_phone(number)
        except ValidationError:
            continue
        yield number, ""


def _read_place(found: Facts, event: Component) -> None:
    """Venue, room and address, as far as the commas of a line tell them apart."""
    text = _URL.sub("", text_of(event.words("LOCATION"))[:2000])
    parts = [part.strip(" -–—:()") for part in re.split(r"[\n,;|]", text)]
    parts = [part for part in parts if part and not _is_online(part)]
    if not parts:
        return
    street = next((n for n, part in enumerate(parts) if _STREET.match(part)), len(parts))
    room = next((part for part in parts if _ROOM.fullmatch(part)), "")
    before = [part for part in parts[:street] if part != room]
    after = [part for part in parts[street:] if part != room]
    room = _ROOM_NUMBER.sub("", room, count=1)
    if room and not _ROOM_NUMBER.match(f"room {room}"):
        # “Board Room” is a name: the page would say “Room Board Room”.
        before, room = [*before, room], ""
    venue, address = ", ".join(before), ", ".join(after)
    if not address:
        venue, address = "", venue or room
        room = "" if address == room else room
    if len(venue) > VENUE or len(room) > ROOM or len(address) > ADDRESS:
        found.notes.append(_("The place was shortened."))
    found.place = {"venue": venue[:VENUE], "room": room[:ROOM], "address": address[:ADDRESS]}
    found.place |= _coordinates(event)


def _is_online(part: str) -> bool:
    """“Via Zoom”, “Online meeting”: no place."""
    return set(re.findall(r"\w+", part.lower())) <= _ONLINE


def _coordinates(event: Component) -> dict:
    """GEO (§3.8.1.6), in degrees of WGS 84; empty when there is none or 0;0, which is the sea."""
    given = event.first("GEO")
    try:
        latitude, longitude = (
            Decimal(each).quantize(Decimal("1e-6")) for each in given.value.split(";")
        )
    except (AttributeError, InvalidOperation, ValueError):
        return {}
    if abs(latitude) > 90 or abs(longitude) > 180 or not (latitude or longitude):
        return {}
    return {"latitude": latitude, "longitude": longitude}
