"""Meetings and their registrants in the admin."""

from django.templatetags.static import static
from django.urls import include, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.widgets.button import Button
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet

from engagement.viewsets import ReadOnlyPermissionPolicy
from meetings import permissions
from meetings.history import ChangedLater, ShortNotice
from meetings.invitation_view import read_invitation
from meetings.material_views import AddMaterialsView
from meetings.models import Meeting, Posting, Registration
from meetings.notice_viewsets import NoticeRuleViewSet, PostingViewSet
from meetings.postings import SHORT_NOTICE
from meetings.series_views import RepeatView
from meetings.this_and_later import CHANGED_LATER
from meetings.viewsets import MeetingViewSet, RegistrationViewSet

register_permission_policy(Registration, ReadOnlyPermissionPolicy(Registration))
register_permission_policy(Posting, ReadOnlyPermissionPolicy(Posting))
register_snippet(MeetingViewSet)


@hooks.register("register_admin_viewset")
def register_registrations():
    return RegistrationViewSet()


@hooks.register("register_admin_urls")
def register_invitation_url():
    return [path("meetings/invitation/", read_invitation, name="read_invitation")]


@hooks.register("register_admin_urls")
def register_materials_url():
    return [
        path("meetings/<int:pk>/materials/add/", AddMaterialsView.as_view(), name="add_materials")
    ]


@hooks.register("register_admin_urls")
def register_repeat_url():
    return [path("meetings/<int:pk>/repeat/", RepeatView.as_view(), name="repeat_meeting")]


@hooks.register("register_snippet_listing_buttons")
def repeat_button(snippet, user, next_url=None):
    if isinstance(snippet, Meeting) and permissions.can_repeat(user, meeting=snippet):
        url = reverse("repeat_meeting", args=[snippet.pk])
        yield Button(_("Repeat…"), url, icon_name="rotate", priority=16)


@hooks.register("register_admin_urls")
def register_registrants_urls():
    return [path("meetings/<int:pk>/", include("meetings.registrants_urls"))]


@hooks.register("register_snippet_listing_buttons")
def registrants_button(snippet, user, next_url=None):
    """In the list's menu; MeetingEditView has it in the editor's as well."""
    if isinstance(snippet, Meeting) and permissions.can_see_registrants(user):
        url = reverse("registrants:index", args=[snippet.pk])
        yield Button(_("Registrants"), url, icon_name="group", priority=12)


@hooks.register("register_snippet_listing_buttons")
def add_materials_button(snippet, user, next_url=None):
    """In the list's menu; MeetingEditView has it in the editor's as well."""
    if isinstance(snippet, Meeting) and permissions.can_add_materials(user):
        url = reverse("add_materials", args=[snippet.pk])
        yield Button(_("Add materials"), url, icon_name="upload", priority=15)


@hooks.register("insert_editor_js")
def invitation_script():
    return format_html('<script src="{}"></script>', static("meetings/invitation.js"))


@hooks.register("register_admin_viewset")
def register_notice():
    return [NoticeRuleViewSet(), PostingViewSet()]


@hooks.register("register_log_actions")
def register_short_notice(actions):
    actions.register_action(SHORT_NOTICE)(ShortNotice)
    actions.register_action(CHANGED_LATER)(ChangedLater)
