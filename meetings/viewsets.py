"""Meetings and their registrants in the admin: what lists show, and the views of each."""

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.snippets.views.snippets import EditView, SnippetViewSet

from engagement.viewsets import ReadOnlyViewSet
from meetings.editor import MEETING_EDITOR
from meetings.models import Meeting, Registration
from meetings.registrants_screen import (
    REGISTRANT_COLUMNS,
    REGISTRANT_EXPORT,
    AllRegistrantsView,
)
from meetings.series_views import CopyMeetingView, EditsSeries
from meetings.stages import MeetingFilterSet, stage_column


class MeetingEditView(EditsSeries, EditView):
    """Its header's menu has what the list's menu has for the meeting, such as “Add materials”."""

    @cached_property
    def header_more_buttons(self):
        buttons = list(super().header_more_buttons)
        for hook in hooks.get_hooks("register_snippet_listing_buttons"):
            buttons += hook(self.object, self.request.user, self.request.path)
        return [button for button in buttons if button.show]


class MeetingViewSet(SnippetViewSet):
    model = Meeting
    edit_view_class = MeetingEditView
    copy_view_class = CopyMeetingView
    icon = "calendar-alt"
    menu_label = _("Meetings")
    menu_order = 200
    add_to_admin_menu = True
    ordering = ["-starts_at"]
    list_display = ["headline", "starts_at", "kind", stage_column()]
    filterset_class = MeetingFilterSet
    search_fields = ["headline_en", "headline_es"]
    edit_handler = MEETING_EDITOR


class RegistrationViewSet(ReadOnlyViewSet):
    """Who comes, for those who run the meeting; personal data, so only by permission."""

    model = Registration
    name = "registrations"
    icon = "group"
    menu_label = _("Registrants")
    menu_order = 205
    add_to_admin_menu = True
    index_view_class = AllRegistrantsView
    inspect_view_fields = [
        "meeting",
        "state",
        "slot",
        "name",
        "email",
        "language",
        "affiliation",
        "interpretation",
        "accommodation",
        "questions",
        "queued_at",
        "checked_in_at",
        "checked_in_by",
    ]
    ordering = ["-queued_at"]
    list_filter = ["meeting", "state", "interpretation"]
    search_fields = ["name", "email", "affiliation"]
    list_display = REGISTRANT_COLUMNS
    list_export = ["meeting", *REGISTRANT_EXPORT]
    export_filename = "registrants"
