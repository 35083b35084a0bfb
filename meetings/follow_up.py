"""One mail after a meeting, when its slides, minutes or recording are posted.

Run each minute by run_jobs. It reads the postings (see meetings.postings): what was posted
before the meeting began is no news, and what has been taken off again is not mailed.
"""

from collections.abc import Iterable
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F, OuterRef, QuerySet, Subquery
from django.utils import timezone

from engagement.models import OutgoingMail
from meetings import emails
from meetings.models import Material, Meeting, Posting, Registration
from meetings.registration import make_token

QUIET = timedelta(minutes=15)
"""The mail waits this long after the latest posting, so that two presentations are one mail."""

_SUBJECTS = (Posting.Subject.MATERIAL, Posting.Subject.AGENDA)


def tell_of_materials() -> int:
    """Mail everyone who had a place what was posted since the meeting began. Returns how many.

    Nothing of a meeting that is off or not public, nor once its registrants are to be forgotten.
    """
    now = timezone.now()
    news = _news_of(OuterRef("meeting"), OuterRef("meeting__starts_at")).order_by("-pk")
    behind = (
        Registration.objects.confirmed()
        .filter(
            meeting__live=True,
            meeting__status=Meeting.Status.SCHEDULED,
            meeting__starts_at__lte=now,
            meeting__ends_at__gt=now - timedelta(days=settings.REGISTRANT_RETENTION_DAYS),
        )
        .annotate(
            latest=Subquery(news.values("pk")[:1]),
            latest_at=Subquery(news.values("posted_at")[:1]),
        )
        .filter(latest__gt=F("told_posting"), latest_at__lte=now - QUIET)
        .order_by("pk")
        .values_list("pk", "latest")
    )
    return sum(_tell(pk, latest) for pk, latest in list(behind))


def still_due(mail: OutgoingMail) -> bool:
    """Whether a mail about materials that waits to be sent may go out as it is written.

    Not when the place was given back or the meeting is off, and not when a material that it
    names is gone: then the registrant counts as not told, and is told of what is left.
    """
    _kind, pk, told, latest, count = mail.key.split(":")
    registration = Registration.objects.confirmed().filter(pk=pk).select_related("meeting").first()
    if registration is None or not registration.meeting.live or registration.meeting.is_off:
        return False
    if len(_posted_to(registration.meeting, after=int(told), until=int(latest))) == int(count):
        return True
    Registration.objects.filter(pk=pk, told_posting=latest).update(told_posting=told)
    return False


@transaction.atomic
def _tell(pk: int, latest: int) -> bool:
    """Queue one message; the lock keeps two schedulers from doing it twice."""
    registration = (
        Registration.objects.select_for_update(of=("self",)).select_related("meeting").get(pk=pk)
    )
    told = registration.told_posting
    if not registration.is_confirmed or told >= latest:
        return False
    materials = _posted_to(registration.meeting, after=told, until=latest)
    if materials:
        key = f"materials:{pk}:{told}:{latest}:{len(materials)}"
        emails.materials_posted(registration, make_token(registration), key, materials)
    Registration.objects.filter(pk=pk).update(told_posting=latest)
    return bool(materials)


def _posted_to(meeting: Meeting, *, after: int, until: int) -> list[Material]:
    """The materials of those postings that are still on the meeting's page."""
    postings = _news_of(meeting.pk, meeting.starts_at).filter(pk__gt=after, pk__lte=until)
    posted = set(postings.values_list("file_token", "link"))
    materials: Iterable[Material] = meeting.materials.select_related("file")
    return [
        material
        for material in materials
        if (material.file.token if material.file else None, material.link) in posted
    ]


def _news_of(meeting, starts_at) -> QuerySet[Posting]:
    return Posting.objects.filter(meeting=meeting, subject__in=_SUBJECTS, posted_at__gte=starts_at)
