"""What every part of the demo is made with: texts in pairs, local times, publishing."""

from datetime import date, datetime, time, timedelta

from django.core.files.base import ContentFile
from django.utils import timezone
from wagtail.models import Page

from engagement.files import identify
from engagement.models import LibraryFile

FRIDAY = 4


def both(field: str, english: str, spanish: str) -> dict[str, str]:
    """The two columns of a translated field, as arguments of its model."""
    return {f"{field}_en": english, f"{field}_es": spanish}


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """A moment of that day in the agency's zone."""
    return timezone.make_aware(datetime.combine(day, time(hour, minute)))


def next_weekday(day: date, weekday: int) -> date:
    """The first such weekday (Monday is 0) after `day`."""
    return day + timedelta(days=(weekday - day.weekday() - 1) % 7 + 1)


def publish(instance, *, by) -> None:
    """Publish through a revision, as the admin does, so that editors can go on from there."""
    instance.live = False
    instance.save()
    instance.save_revision(user=by).publish(user=by)


def publish_page(page: Page, *, below: Page, by) -> Page:
    """Put a page into the tree and publish it through a revision."""
    page.live = False
    page.owner = by
    below.add_child(instance=page)
    page.save_revision(user=by).publish(user=by)
    page.refresh_from_db()
    return page


def library_file(*, title: str, name: str, content: bytes, by) -> LibraryFile:
    """A file in the library, its kind found as at an upload."""
    upload = ContentFile(content, name=name)
    made = LibraryFile(title=title, file=upload, uploaded_by_user=by)
    made.mime = identify(upload).mime
    made.file_size = upload.size
    made.save()
    return made
