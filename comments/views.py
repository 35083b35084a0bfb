"""Public views: drafts, dockets, the comment form, the receipt, posted comments."""

import uuid

from django.conf import settings
from django.http import FileResponse, Http404, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import formats, timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from comments import intake, permissions
from comments.forms import CommentForm
from comments.models import Attachment, Comment, Docket, Draft
from comments.parts import docket_context, draft_context
from engagement.formatting import zone_abbreviation


@require_safe
def draft(request, pk, slug):
    """One draft to read; the slug is for people, the number decides."""
    found = get_object_or_404(
        Draft.objects.published()
        .select_related("initiative", "docket")
        .prefetch_related("sections", "files__file"),
        pk=pk,
    )
    if request.path != found.get_absolute_url():
        return HttpResponsePermanentRedirect(found.get_absolute_url())
    return render(request, "comments/draft.html", draft_context(found))


@require_safe
def docket(request, number):
    """One docket: its dates, its documents, how to comment, the comments posted so far."""
    context = docket_context(_docket(number), request.GET.get("page"))
    return render(request, "comments/docket.html", context)


# Exempt: nothing here depends on who is signed in, so a forged request can do no more than a
# sincere one; and a letter must not be lost because a browser refused a cookie.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def comment_form(request, number):
    """Comment on a docket. The moment the request has arrived whole decides whether in time."""
    found = _docket(number)
    if request.method == "POST":
        form = CommentForm(request.POST, request.FILES, docket=found)
        arrived = timezone.now()
        if form.is_valid():
            try:
                comment = intake.submit(
                    docket=found,
                    language=get_language(),
                    received_at=arrived,
                    **form.submission(),
                )
            except intake.PeriodNotOpen:
                form.add_error(None, _not_open(found))
            else:
                response = redirect("comments:receipt", intake.make_token(comment))
                response["Location"] += "?submitted"
                return response
    else:
        initial = {"key": uuid.uuid4(), "section": request.GET.get("section")}
        form = CommentForm(docket=found, initial=initial)
    context = {
        "docket": found,
        "form": form,
        "initiative": found.initiative,
        "max_size": settings.COMMENT_ATTACHMENT_MAX_BYTES,
    }
    status = 422 if form.errors else 200
    return render(request, "comments/comment_form.html", context, status=status)


@never_cache
@require_safe
def receipt(request, token):
    """The private page of the person who commented: the number, and where it stands."""
    comment = intake.from_token(token)
    if comment is None:
        raise Http404
    context = {
        "comment": comment,
        "docket": comment.docket,
        "attachments": comment.attachments.all(),
        "remarks": comment.remarks.select_related("section"),
        "just_submitted": "submitted" in request.GET,
    }
    response = render(request, "comments/receipt.html", context)
    response["Referrer-Policy"] = "no-referrer"
    return response


@require_safe
def comment(request, number, sequence):
    """A posted comment at its permanent address."""
    found = get_object_or_404(
        Comment.objects.posted().select_related("docket__initiative"),
        docket=_docket(number),
        sequence=sequence,
    )
    context = {
        "comment": found,
        "docket": found.docket,
        "attachments": found.attachments.all(),
        "remarks": found.remarks.select_related("section"),
    }
    return render(request, "comments/comment.html", context)


@require_safe
def attachment(request, token):
    """An attachment of a posted comment, or of any comment for reviewers; always a download."""
    found = get_object_or_404(Attachment.objects.select_related("comment"), token=token)
    if not permissions.can_read_attachment(request.user, found):
        raise Http404
    response = FileResponse(
        found.file.open(), as_attachment=True, filename=found.name, content_type=found.mime
    )
    response["Cache-Control"] = "private, no-store"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


def _docket(number):
    return get_object_or_404(Docket.objects.published().select_related("initiative"), number=number)


def _not_open(docket) -> str:
    moment = docket.opens_at if docket.is_upcoming else docket.closes_at
    local = timezone.localtime(moment)
    when = {
        "date": formats.date_format(local, "DATE_FORMAT"),
        "time": formats.time_format(local, "TIME_FORMAT"),
        "zone": zone_abbreviation(moment),
    }
    if docket.is_upcoming:
        return _("This comment period opens on %(date)s at %(time)s %(zone)s.") % when
    return (
        _(
            "This comment period closed on %(date)s at %(time)s %(zone)s, before your comment "
            "arrived. What you wrote is still here: copy it, and send it to us by e-mail."
        )
        % when
    )
