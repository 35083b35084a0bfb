"""The sheet on the table by the door, to print: names and room for signatures, nothing private.

No e-mail address and no accommodation is on it, for everybody sees it. That signing is voluntary
stands at the top, as Gov. Code §54953.3 (the Brown Act) asks of every attendance list.
"""

from django.core.exceptions import PermissionDenied
from django.db.models import F
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from meetings import permissions
from meetings.models import Meeting
from meetings.registrants import Unaccented

ROWS_FOR_WALK_INS = 15


@require_safe
@cache_control(private=True, no_store=True)
def sign_in_sheet(request, pk):
    """In both languages, whatever the clerk reads: residents sign it."""
    if not permissions.can_see_registrants(request.user):
        raise PermissionDenied
    meeting = get_object_or_404(Meeting, pk=pk)
    by_name = [Unaccented(F("name")), "pk"]
    order = ["slot__starts_at", *by_name] if meeting.has_slots else by_name
    context = {
        "meeting": meeting,
        "registrants": meeting.registrations.confirmed().select_related("slot").order_by(*order),
        "empty_rows": range(ROWS_FOR_WALK_INS),
    }
    return render(request, "meetings/admin/sign_in_sheet.html", context)
