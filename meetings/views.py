"""Public views of meetings, registration and calendars."""

from django.http import Http404, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from meetings import registration
from meetings.forms import FilterForm, RegistrationForm
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


@require_http_methods(["GET", "HEAD", "POST"])
def register(request, pk):
    """Register for a meeting, without an account."""
    found = _meeting(pk)
    form = RegistrationForm(request.POST or None)
    context = {**meeting_context(found), "form": form}
    if request.method == "POST" and form.is_valid():
        try:
            registration.register(meeting=found, language=get_language(), **form.cleaned_data)
        except registration.RegistrationClosed:
            form.add_error(None, _("Registration for this meeting has closed."))
        else:
            return redirect("meetings:registered", found.pk)
    status = 422 if form.errors else 200
    return render(request, "meetings/register.html", context, status=status)


@require_safe
def registered(request, pk):
    """The same answer for everyone: look into your mailbox."""
    return render(request, "meetings/registered.html", meeting_context(_meeting(pk)))


@require_http_methods(["GET", "HEAD", "POST"])
def manage_registration(request, token):
    """Where a registrant stands, and the button that gives the place back."""
    found = registration.from_token(token)
    if found is None:
        raise Http404
    if request.method == "POST":
        registration.cancel(registration=found)
        return redirect("meetings:registration", token)
    context = {
        "registration": found,
        "token": token,
        "can_cancel": not found.is_cancelled and found.meeting.starts_at > timezone.now(),
        **meeting_context(found.meeting),
    }
    response = render(request, "meetings/registration.html", context)
    response["Cache-Control"] = "private, no-store"
    return response


def _meeting(pk):
    return get_object_or_404(Meeting.objects.published().for_lists(), pk=pk)
