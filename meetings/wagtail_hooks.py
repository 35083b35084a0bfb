"""Meetings and their registrants in the admin."""

from django.templatetags.static import static
from django.urls import path
from django.utils.html import format_html
from wagtail import hooks
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet

from engagement.viewsets import ReadOnlyPermissionPolicy
from meetings.history import ShortNotice
from meetings.invitation_view import read_invitation
from meetings.models import Registration
from meetings.postings import SHORT_NOTICE
from meetings.viewsets import MeetingViewSet, RegistrationViewSet

register_permission_policy(Registration, ReadOnlyPermissionPolicy(Registration))
register_snippet(MeetingViewSet)


@hooks.register("register_admin_viewset")
def register_registrations():
    return RegistrationViewSet()


@hooks.register("register_admin_urls")
def register_invitation_url():
    return [path("meetings/invitation/", read_invitation, name="read_invitation")]


@hooks.register("insert_editor_js")
def invitation_script():
    return format_html('<script src="{}"></script>', static("meetings/invitation.js"))


@hooks.register("register_log_actions")
def register_short_notice(actions):
    actions.register_action(SHORT_NOTICE)(ShortNotice)
