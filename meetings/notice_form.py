"""What the editor of a meeting checks of its dates and of public notice."""

from django.utils import timezone

from meetings import dates, notice
from meetings.models import Material, Meeting, Posting


class NoticeChecks:
    """Part of the editor's form: messages beside the fields; nothing is saved meanwhile."""

    def clean(self):
        cleaned = super().clean()
        for field, message in self._mistakes_of_dates().items():
            self.add_error(field, message)
        self._check_notice()
        return cleaned

    def _mistakes_of_dates(self) -> dict[str, str]:
        entered = self.cleaned_data
        mistakes = dates.mistakes_of_place(
            latitude=entered.get("latitude"), longitude=entered.get("longitude")
        )
        starts_at = entered.get("starts_at")
        if starts_at is None:
            return mistakes
        mistakes |= dates.mistakes_of_registration(
            opens_at=entered.get("registration_opens_at"),
            closes_at=entered.get("registration_closes_at"),
            starts_at=starts_at,
        )
        if self.instance._state.adding or "starts_at" in self.changed_data:
            mistakes |= dates.mistakes_of_start(starts_at=starts_at, now=timezone.now())
        return mistakes

    def _check_notice(self) -> None:
        """Publishing late needs a reason; saving a draft, or a preview, does not."""
        entered = self.cleaned_data
        times = ("starts_at", "ends_at", "kind", "status")
        if "action-publish" not in self.data or any(not entered.get(name) for name in times):
            return
        meeting = Meeting(**{name: entered[name] for name in times})
        rule = notice.rule_for(kind=meeting.kind, special=bool(entered.get("special")))
        at = max(entered.get("go_live_at") or timezone.now(), timezone.now())
        is_late = notice.is_late(
            meeting=meeting,
            rule=rule,
            at=at,
            public=Meeting.objects.published().filter(pk=self.instance.pk).first(),
            adds_agenda=self._adds_agenda(),
        )
        reason = entered.get("late_notice_reason") or ""
        if is_late and not notice.is_new_reason(meeting=self.instance, reason=reason):
            message = notice.refusal(rule=rule, starts_at=meeting.starts_at, at=at)
            self.add_error("late_notice_reason", message)

    def _adds_agenda(self) -> bool:
        """Whether an agenda is among the materials that the public does not have yet."""
        posted = Posting.objects.filter(
            meeting=self.instance.pk, subject=Posting.Subject.AGENDA
        ).values_list("file_token", flat=True)
        return any(
            form.is_valid()
            and form not in self.formsets["materials"].deleted_forms
            and form.cleaned_data.get("kind") == Material.Kind.AGENDA
            and form.cleaned_data.get("file")
            and form.cleaned_data["file"].token not in posted
            for form in self.formsets["materials"].forms
        )
