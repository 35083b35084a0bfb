"""What became public of a meeting, and when: the record behind “Agenda posted …”."""

from dataclasses import dataclass
from functools import cached_property

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from meetings import notice
from meetings.models import Material, Meeting, NoticeRule, Posting

SHORT_NOTICE = "meetings.short_notice"
"""The action in Wagtail's history of a meeting."""


@transaction.atomic
def record(*, meeting: Meeting, by, returned: bool = False) -> list[Posting]:
    """Write down what of a published meeting the public sees for the first time. Returns that.

    The meeting itself when it becomes public, when its published start changes, and when it
    `returned`: was taken off the site or called off, and is on again. Each material once, known
    by its file's token or its link; one that becomes an agenda later, as an agenda again.
    What gives less notice than the rule asks also goes into Wagtail's history, with the stated
    reason. `by` is the user, None when a job publishes.

    Meeting.publish calls it for every way of publishing. Nothing new writes nothing, and the
    meeting's row is locked, so that two at once write each thing once. The mail about new
    materials (meetings.follow_up) reads these rows and nothing else.
    """
    meeting = Meeting.objects.select_for_update().get(pk=meeting.pk)
    if not meeting.live:
        return []
    known = list(meeting.postings.all())
    now = timezone.now()
    rule = None
    if notice.applies(meeting=meeting, at=now):
        rule = notice.rule_for(kind=meeting.kind, special=meeting.special)
    new = [*_of_the_meeting(meeting, known, returned), *_of_materials(meeting, known)]
    for posting in new:
        posting.posted_at = now
        posting.by = by
        _add_rule(posting, meeting, rule)
    Posting.objects.bulk_create(new)
    if any(posting.is_late for posting in new):
        log(
            instance=meeting,
            action=SHORT_NOTICE,
            user=by,
            data={"reason": meeting.late_notice_reason, "hours": rule.hours},
        )
    return new


def _of_the_meeting(meeting: Meeting, known: list[Posting], returned: bool) -> list[Posting]:
    before = [posting for posting in known if posting.subject == Posting.Subject.MEETING]
    is_on_again = returned and not meeting.is_off
    if before and before[-1].starts_at == meeting.starts_at and not is_on_again:
        return []
    return [
        Posting(
            meeting=meeting,
            subject=Posting.Subject.MEETING,
            label=meeting.headline_en or meeting.headline_es,
            starts_at=meeting.starts_at,
        )
    ]


def _of_materials(meeting: Meeting, known: list[Posting]) -> list[Posting]:
    new = []
    for material in meeting.materials.select_related("file"):
        posting = _of_material(material, meeting)
        if not any(_is_same(posting, other) for other in (*known, *new)):
            new.append(posting)
    return new


def _of_material(material: Material, meeting: Meeting) -> Posting:
    is_agenda = material.kind == Material.Kind.AGENDA
    return Posting(
        meeting=meeting,
        subject=Posting.Subject.AGENDA if is_agenda else Posting.Subject.MATERIAL,
        file_token=material.file.token if material.file else None,
        link=material.link,
        language=material.language,
        label=material.file.title if material.file else material.link[:255],
        starts_at=meeting.starts_at,
    )


def _is_same(posting: Posting, other: Posting) -> bool:
    """Whether what `posting` says of a material is recorded in `other` already."""
    if other.subject == Posting.Subject.MEETING:
        return False
    if posting.subject == Posting.Subject.AGENDA != other.subject:
        return False
    return (posting.file_token, posting.link) == (other.file_token, other.link)


def _add_rule(posting: Posting, meeting: Meeting, rule: NoticeRule | None) -> None:
    """The rule is about the meeting and its agenda, not about other materials."""
    if rule is None or posting.subject == Posting.Subject.MATERIAL:
        return
    posting.required_hours = rule.hours
    if posting.is_late:
        posting.reason = meeting.late_notice_reason


@dataclass(frozen=True)
class Shown:
    """What a meeting's public page says of its postings; asked only where a page shows it.

    The reason of a short notice is for staff: no law asks for it in public, and it may name
    people. That the notice was short, and when it was given, is public.
    """

    meeting: Meeting

    @cached_property
    def _all(self) -> list[Posting]:
        return list(Posting.objects.filter(meeting=self.meeting.pk).order_by("posted_at", "pk"))

    @cached_property
    def agendas(self) -> list[Posting]:
        """When each agenda that the page has was first posted; one line for what came together."""
        tokens = {material.file.token for material in self.meeting.materials.all() if material.file}
        found = {}
        for posting in self._all:
            if posting.subject == Posting.Subject.AGENDA and posting.file_token in tokens:
                found.setdefault(posting.posted_at, posting)
        return [self._towards_the_present_start(posting) for posting in found.values()]

    @cached_property
    def late_announcement(self) -> Posting | None:
        """When the present start was made public, if late and not said with an agenda."""
        of_meeting = [
            posting for posting in self._all if posting.subject == Posting.Subject.MEETING
        ]
        if not of_meeting or self.meeting.is_off:
            return None
        latest = self._towards_the_present_start(of_meeting[-1])
        said = {agenda.posted_at for agenda in self.agendas}
        return latest if latest.is_late and latest.posted_at not in said else None

    def _towards_the_present_start(self, posting: Posting) -> Posting:
        """An agenda that came late is in time for a meeting that was then moved to a later day."""
        posting.starts_at = self.meeting.starts_at
        return posting
