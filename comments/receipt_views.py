"""The private pages of a person who commented, behind the link that only their receipt has."""

from functools import wraps

from django.conf import settings
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from comments import amending, intake, pending, response_reading, translating, uploads
from comments.campaigns import counted
from comments.models import Addition, Comment
from comments.redaction.explained import explained
from comments.step_forms import AdditionForm
from comments.upload_handler import receives_files


def private(view):
    """A page behind a signed link: never kept by anybody, and named to no other site.

    Exempt from the CSRF check, as the form's steps are: the link alone says who may act.
    """

    @wraps(view)
    def answer(request, token):
        response = view(request, token)
        response["Referrer-Policy"] = "no-referrer"
        return response

    allowed = require_http_methods(["GET", "HEAD", "POST"])
    files = receives_files(at_most=uploads.MAX_FILES)
    return csrf_exempt(never_cache(allowed(files(answer))))


@private
def receipt(request, token):
    """The number, and where the comment stands."""
    comment = _comment(token)
    can_amend = amending.can_amend(comment)
    sent_by_many = counted.letter_of(comment)
    published = response_reading.published(comment.docket)
    context = _context(comment, token) | {
        "responses_published": published,
        "answered_letter": published and response_reading.letter_with_points(comment, sent_by_many),
        "attachments": comment.attachments.filter(addition=None),
        "additions": comment.additions.prefetch_related("attachments"),
        "remarks": comment.remarks.select_related("section"),
        "redactions": list(explained(comment)),
        "translation": translating.public_translation(comment),
        "sent_by_many": sent_by_many,
        "just_submitted": "submitted" in request.GET,
        "just_added": "added" in request.GET,
        "just_confirmed": "confirmed" in request.GET,
        "can_amend": can_amend,
        "amendable_until": amending.amendable_until(comment),
        "withdrawn_at": amending.withdrawn_at(comment),
    }
    return render(request, "comments/receipt.html", context)


@private
def add(request, token):
    """Add words and files to a comment until its period closes."""
    comment = _comment(token)
    given = request.POST.get("form", "")
    begun = pending.from_token(given, docket=comment.docket) or pending.begin(comment.docket)
    if Addition.objects.filter(comment=comment, key=begun.key).exists():
        return _to_receipt(token, "?added")
    if request.method != "POST":
        return _add_page(request, comment, token, begun, AdditionForm(), None)
    form = AdditionForm(request.POST)
    arrived = timezone.now()
    kept = pending.keep(
        begun=begun, language=get_language(), values={"text": request.POST.get("text", "")}
    )
    refused = uploads.take(
        pending=kept,
        files=request.FILES.getlist("attachments"),
        removed=request.POST.get("remove_file", ""),
    )
    if form.is_valid() and not form.cleaned_data["text"] and not kept.files.exists():
        form.require_something()
    for error in refused:
        form.add_error("attachments", error)
    if form.errors or "remove_file" in request.POST:
        return _add_page(request, comment, token, begun, form, kept)
    try:
        amending.add(
            comment=comment,
            key=begun.key,
            text=form.cleaned_data["text"],
            pending=kept,
            received_at=arrived,
        )
    except amending.TooLate:
        return _add_page(request, comment, token, begun, form, kept, too_late=True)
    return _to_receipt(token, "?added")


def _add_page(request, comment, token, begun, form, kept, *, too_late=False):
    context = _context(comment, token) | {
        "form": form,
        "begun": begun,
        "pending_files": kept.files.all() if kept else [],
        "max_bytes": settings.COMMENT_ATTACHMENT_MAX_BYTES,
        "max_files": uploads.MAX_FILES,
        "can_amend": amending.can_amend(comment),
        "amendable_until": amending.amendable_until(comment),
    }
    wrong = too_late or form.errors
    return render(request, "comments/receipt_add.html", context, status=422 if wrong else 200)


@private
def withdraw(request, token):
    """Ask once more, then withdraw the comment."""
    comment = _comment(token)
    arrived = timezone.now()
    if request.method == "POST":
        try:
            amending.withdraw(comment=comment, at=arrived)
        except amending.TooLate:
            return _withdraw_page(request, comment, token, status=422)
        return _to_receipt(token)
    return _withdraw_page(request, comment, token)


def _withdraw_page(request, comment, token, status=200):
    context = _context(comment, token) | {"can_amend": amending.can_amend(comment)}
    return render(request, "comments/receipt_withdraw.html", context, status=status)


@private
def confirm_email(request, token):
    """Confirm an address by pressing a button: mail scanners follow links, and press nothing."""
    comment = amending.from_email_token(token)
    if comment is None:
        raise Http404
    if request.method == "POST":
        amending.confirm_email(comment=comment)
        return _to_receipt(intake.make_token(comment), "?confirmed")
    return render(request, "comments/receipt_confirm.html", _context(comment, token))


def _context(comment: Comment, token: str) -> dict:
    return {"comment": comment, "docket": comment.docket, "token": token}


def _comment(token: str) -> Comment:
    comment = intake.from_token(token)
    if comment is None:
        raise Http404
    return comment


def _to_receipt(token: str, query: str = "") -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("comments:receipt", args=[token]) + query)
