"""Public views of registration: the form, its answer, and the pages behind the manage link."""

import uuid

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from engagement.formatting import date_and_time
from meetings import registration
from meetings.models import Meeting
from meetings.parts import meeting_context
from meetings.registration_forms import AnswersForm, RegistrationForm


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def register(request, pk):
    """Register for a meeting, without an account."""
    found = _meeting(pk)
    if request.method == "POST":
        form = RegistrationForm(request.POST, meeting=found)
        if form.is_valid():
            try:
                registration.register(meeting=found, **form.cleaned_data)
            except registration.RegistrationClosed:
                form.add_error(None, _why_closed(found))
            except registration.SlotTaken:
                form.refuse_slot()
            else:
                return redirect("meetings:registered", found.pk)
    else:
        form = RegistrationForm(meeting=found)
        form.initial["key"] = uuid.uuid4()
    context = {**meeting_context(found), "form": form}
    status = 422 if form.errors else 200
    return render(request, "meetings/register.html", context, status=status)


@require_safe
def registered(request, pk):
    """The same answer for everyone: look into your mailbox."""
    return render(request, "meetings/registered.html", meeting_context(_meeting(pk)))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def manage_registration(request, token):
    """Where a registrant stands, and the button that gives the place back."""
    found = _registration(token)
    if request.method == "POST":
        registration.cancel(registration=found)
        return redirect("meetings:registration", token)
    line = registration.place_in_line(found) if found.is_waitlisted else None
    context = {"saved": "saved" in request.GET, "place_in_line": line}
    return _private(request, "meetings/registration.html", found, token, context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def registration_answers(request, token):
    """Change what was said when registering, until the meeting begins."""
    found = _registration(token)
    if not registration.can_change(found):
        return redirect("meetings:registration", token)
    form = AnswersForm(request.POST or None, meeting=found.meeting, registration=found)
    if request.method == "POST" and form.is_valid():
        try:
            registration.change_answers(registration=found, **form.cleaned_data)
        except registration.RegistrationClosed:
            return redirect("meetings:registration", token)
        except registration.SlotTaken:
            form.refuse_slot()
        else:
            response = redirect("meetings:registration", token)
            response["Location"] += "?saved"
            return response
    return _private(request, "meetings/registration_answers.html", found, token, {"form": form})


def _private(request, template, found, token, context):
    """A page behind a manage link: kept nowhere, and its address goes to no other site."""
    context |= {
        "registration": found,
        "token": token,
        "can_change": registration.can_change(found),
        **meeting_context(found.meeting),
    }
    form = context.get("form")
    status = 422 if form and form.errors else 200
    response = render(request, template, context, status=status)
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "no-referrer"
    return response


def _registration(token):
    found = registration.from_token(token)
    if found is None:
        raise Http404
    return found


def _meeting(pk):
    return get_object_or_404(Meeting.objects.published().for_lists(), pk=pk)


def _why_closed(meeting) -> str:
    if meeting.can_be_registered_for and not meeting.open_for_registration:
        opens = date_and_time(meeting.registration_opens_at)
        return _("Registration opens on %(date)s.") % {"date": opens}
    return _("Registration for this meeting has closed.")
