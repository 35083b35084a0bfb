"""Staff write to all registrants of a meeting, each in their own language, once."""

import uuid
from collections import Counter
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, QuerySet
from django.utils.translation import gettext_lazy as _

from meetings import emails
from meetings.models import Meeting, RegistrantMessage, Registration
from meetings.registration import make_token

Audience = RegistrantMessage.Audience
TEXTS = ("subject_en", "text_en", "subject_es", "text_es")


def recipients(meeting: Meeting, audience: str) -> QuerySet[Registration]:
    """Those who receive a message now. Who cancelled is in no audience."""
    registrations = meeting.registrations.order_by("pk")
    match audience:
        case Audience.CONFIRMED:
            return registrations.confirmed()
        case Audience.WAITLISTED:
            return registrations.filter(state=Registration.State.WAITLISTED)
    return registrations.expecting_the_meeting()


def readers(meeting: Meeting) -> dict[str, Counter]:
    """How many of each audience read which language: {"confirmed": {"en": 18, "es": 5}}."""
    found = {audience: Counter() for audience in Audience.values}
    rows = meeting.registrations.expecting_the_meeting().order_by()
    for state, language, count in rows.values_list("state", "language").annotate(Count("pk")):
        found[state][language] += count
        found[Audience.EVERYONE][language] += count
    return found


def check_texts(*, languages: Iterable[str], texts: dict[str, str]) -> None:
    """Each language that somebody reads needs a subject and a text.

    Raises ValidationError with a message for each field that is missing.
    """
    missing = {
        "en": _("Somebody who receives this reads English. Write it in English as well."),
        "es": _("Somebody who receives this reads Spanish. Write it in Spanish as well."),
    }
    errors = {
        f"{part}_{language}": missing[language]
        for language in languages
        for part in ("subject", "text")
        if not texts[f"{part}_{language}"].strip()
    }
    if errors:
        raise ValidationError(errors)


@transaction.atomic
def send(
    *,
    meeting: Meeting,
    form_key: uuid.UUID,
    audience: str,
    subject_en: str,
    text_en: str,
    subject_es: str,
    text_es: str,
    by,
) -> RegistrantMessage:
    """Mail everyone in the audience, in one transaction with the record of it.

    The same form with the same content is one message however often it is sent; with other
    content it is another, because somebody corrected a word. Raises ValidationError when nobody
    would receive it, or when somebody registered meanwhile in a language that is missing.
    """
    meeting = Meeting.objects.select_for_update().get(pk=meeting.pk)
    texts = dict(zip(TEXTS, (subject_en, text_en, subject_es, text_es), strict=True))
    key = _key(form_key, meeting, audience, texts)
    known = RegistrantMessage.objects.filter(key=key).first()
    if known is not None:
        return known
    to = list(recipients(meeting, audience))
    if not to:
        raise ValidationError({"audience": _("Nobody would receive this message.")})
    check_texts(languages={registration.language for registration in to}, texts=texts)
    message = RegistrantMessage.objects.create(
        key=key, meeting=meeting, audience=audience, by=by, recipients=len(to), **texts
    )
    emails.message_to_registrants(
        message, [(registration, make_token(registration)) for registration in to]
    )
    return message


def _key(form_key: uuid.UUID, meeting: Meeting, audience: str, texts: dict[str, str]) -> uuid.UUID:
    """The same for the same form with the same content, another for any other."""
    return uuid.uuid5(form_key, repr((meeting.pk, str(audience), sorted(texts.items()))))
