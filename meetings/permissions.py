"""Who may do what with the people of a meeting. Each predicate is tested with an outsider."""

from wagtail.documents import get_document_model
from wagtail.permissions import policy_registry


def can_see_registrants(user) -> bool:
    """Read who comes and what they need, print the sign-in sheet, export the list."""
    return user.is_active and user.has_perm("meetings.view_registration")


def can_run_registration(user) -> bool:
    """Check registrants in and write to them."""
    return can_see_registrants(user) and user.has_perm("meetings.run_registration")


def can_add_materials(user) -> bool:
    """Upload files and put them on meetings; to make them public needs can_publish_meetings."""
    files = policy_registry.get_by_type(get_document_model())
    return (
        user.is_active
        and user.has_perm("meetings.change_meeting")
        and files.user_has_permission(user, "add")
        and files.user_has_permission(user, "choose")
    )


def can_publish_meetings(user) -> bool:
    """Decide what the public sees of a meeting."""
    return user.is_active and user.has_perm("meetings.publish_meeting")


def can_repeat(user, *, meeting) -> bool:
    """Make a series of it; of one that the public sees, that publishes the other meetings."""
    return (
        user.is_active
        and user.has_perms(["meetings.change_meeting", "meetings.add_meeting"])
        and (not meeting.live or can_publish_meetings(user))
    )
