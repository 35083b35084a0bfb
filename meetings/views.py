"""Public views of meetings."""

from django.http import HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from meetings.forms import FilterForm
from meetings.listing import Listing
from meetings.models import Meeting
from meetings.parts import meeting_context


@require_safe
def meetings(request):
    """All meetings, or those that a reader's filters choose: to come, then past."""
    # PostgreSQL takes no NUL.
    asked = {name: request.GET.get(name, "").replace("\0", "") for name in FilterForm.base_fields}
    filters = FilterForm(asked)
    listing = Listing(chosen=filters.chosen, page=request.GET.get("page"))
    context = {
        "filters": filters,
        "listing": listing,
        "upcoming_meetings": listing.upcoming,
        "past_meetings": listing.past,
    }
    return render(request, "meetings/meetings.html", context)


@require_safe
def meeting(request, pk, slug):
    """One meeting; the slug is for people, the number decides."""
    found = _meeting(pk)
    if request.path != found.get_absolute_url():
        return HttpResponsePermanentRedirect(found.get_absolute_url())
    return render(request, "meetings/meeting.html", meeting_context(found))


def _meeting(pk):
    return get_object_or_404(Meeting.objects.published().for_lists(), pk=pk)
