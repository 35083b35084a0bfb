"""The admin's answer to a pasted Zoom invitation: what was understood, nothing saved."""

from http import HTTPStatus

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from meetings import invitation, zoom
from meetings.models import Meeting

LONGEST = 50_000
"""Characters; an invitation with the numbers of all countries has about 10,000."""


@require_POST
def read_invitation(request):
    """The fields to fill in, what was understood in words, and what is missing."""
    if not (
        request.user.has_perm("meetings.add_meeting")
        or request.user.has_perm("meetings.change_meeting")
    ):
        raise PermissionDenied
    text = request.POST.get("text", "")
    if len(text) > LONGEST:
        # invitation.js says so beside the box, where the text stays.
        return HttpResponse(status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    found = invitation.read(text)
    fields = {
        "zoom_kind": found.zoom_kind,
        "zoom_id": zoom.group_id(found.zoom_id),
        "join_url": found.join_url,
        "passcode": found.passcode,
    }
    return JsonResponse(
        {
            "fields": {name: value for name, value in fields.items() if value},
            "dial_in_numbers": [
                {"number": number, "region": region} for number, region in found.dial_in_numbers
            ],
            "understood": _in_words(found, fields),
            "missing": found.missing,
        }
    )


def _in_words(found: invitation.Invitation, fields: dict) -> list[str]:
    kind = Meeting.ZoomKind(found.zoom_kind).label if found.zoom_kind else ""
    numbers = ", ".join(
        f"{number} ({region})" if region else number for number, region in found.dial_in_numbers
    )
    lines = [
        (_("Kind"), kind),
        (_("ID"), fields["zoom_id"]),
        (_("Join address"), found.join_url),
        (_("Passcode"), found.passcode),
        (_("Dial-in numbers"), numbers),
    ]
    return [f"{label}: {value}" for label, value in lines if value]
