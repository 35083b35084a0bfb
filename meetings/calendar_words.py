"""What calendars say, in one language, looked up once for all events of a calendar."""

from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from meetings.models import InterpretationLanguage, Meeting


@dataclass(frozen=True)
class CalendarWords:
    """Phrases with their placeholders, and the labels of choices by their values."""

    language: str
    kinds: dict[str, str]
    statuses: dict[str, str]
    languages: dict[str, str]
    online: str
    join_online: str
    join_online_at: str
    join_by_phone: str
    join_by_phone_at: str
    passcode: str
    register: str
    interpretation: str
    interpretation_on_request: str
    contact: str
    details: str
    removed: str
    why_removed: str


def words() -> CalendarWords:
    """In the active language."""
    return CalendarWords(
        language=get_language(),
        kinds=_labels(Meeting.Kind),
        statuses=_labels(Meeting.Status),
        languages=_labels(InterpretationLanguage),
        online=_("Online"),
        join_online=_("Join online"),
        join_online_at=_("Join online: %(url)s"),
        join_by_phone=_("Join by phone"),
        join_by_phone_at=_("Join by phone: %(number)s"),
        passcode=_("Passcode: %(code)s"),
        register=_(
            "Register on the meeting’s page to receive the link and the numbers for joining."
        ),
        interpretation=_("Interpretation: %(languages)s"),
        interpretation_on_request=_("Interpretation on request: %(languages)s"),
        contact=_("Contact: %(contact)s"),
        details=_("Details and materials: %(url)s"),
        removed=_("Removed: %(title)s"),
        why_removed=_("The agency has removed this meeting from this calendar."),
    )


def _labels(choices) -> dict[str, str]:
    return {value: str(label) for value, label in choices.choices}
