"""The steps of the comment form: what you think, about you, review.

Each step is a page of its own that works without JavaScript and without a cookie; what was
typed is kept at every press of a button, whatever is wrong with it.
"""

from functools import wraps

from django.conf import settings
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from comments import (
    intake,
    passages,
    pending,
    periods,
    proof_of_work,
    step_forms,
    suspicion,
    uploads,
)
from comments.models import Docket
from comments.step_forms import MAX_REMARKS, Letter, letter_of, typed_person, typed_words
from comments.upload_handler import receives_files

FIRST, SECOND, THIRD = (
    "comments:comment_words",
    "comments:comment_person",
    "comments:comment_review",
)


def step(view):
    """A step: finds the docket and what the token names; a form that was sent leads to its receipt.

    Exempt from the CSRF check: nothing here depends on who is signed in, so a forged request can
    do no more than a sincere one; and a letter must not be lost because a browser refused a
    cookie.
    """

    @wraps(view)
    def answer(request, number, token):
        docket = _docket(number)
        begun = pending.from_token(token, docket=docket)
        if begun is None and request.method != "POST":
            return redirect(docket.comment_url)
        # An address that was cut off: what was typed goes into a form of its own.
        begun = begun or pending.begin(docket)
        try:
            return view(request, docket, begun)
        except pending.AlreadySubmitted as sent:
            return _sent_before(request, docket, sent.comment)

    allowed = require_http_methods(["GET", "HEAD", "POST"])
    return csrf_exempt(never_cache(allowed(receives_files(at_most=uploads.MAX_FILES)(answer))))


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@receives_files(at_most=uploads.MAX_FILES)
def comment_form(request, number):
    """The first step, at the address that people share. Only what is sent gets a token."""
    docket = _docket(number)
    begun = pending.begin(docket)
    if request.method == "POST":
        return _save_words(request, docket, begun)
    verdict = periods.verdict(docket=docket, received_at=timezone.now())
    if not verdict.accepts:
        return render(request, "comments/comment_closed.html", {"docket": docket})
    return _show_words(request, docket, begun, None)


@step
def words(request, docket, begun):
    """Step 1: the comment on the whole draft, remarks on its parts, files."""
    if request.method == "POST":
        return _save_words(request, docket, begun)
    return _show_words(request, docket, begun, pending.find(begun))


def _show_words(request, docket, begun, kept):
    data = dict(kept.data) if kept else {}
    asked = _asked_remark(request, docket)
    if asked:
        data["remarks"] = [*data.get("remarks", []), asked]
    judged = "check" in request.GET and not asked
    letter = Letter(data, docket=docket, files=kept.files.all() if kept else (), judged=judged)
    if judged:
        letter.words_are_valid()
    if asked:
        letter.remarks.forms[-1].fields["text"].widget.attrs["autofocus"] = True
    return _words_page(request, docket, begun, letter, kept)


def _words_page(request, docket, begun, letter, kept, status=200):
    context = _context(docket, begun, letter, kept, form=letter.words, step=1) | {
        "may_add_remark": bool(letter.sections) and len(letter.remarks.forms) < MAX_REMARKS,
        "was_forgotten": kept is None and begun.is_forgotten,
        "sent_before": request.GET.get("after"),
    }
    return render(request, "comments/step_words.html", context, status=status)


def _save_words(request, docket, begun):
    typed = typed_words(request.POST)
    taken_back = "remove_file" in request.POST
    action = "remove_file" if taken_back else request.POST.get("action", "continue")
    remark = ""
    if action == "add_remark" and len(typed["remarks"]) < MAX_REMARKS:
        typed["remarks"].append({})
        remark = f"#remark-{len(typed['remarks'])}"
    if action.startswith("remove_remark-"):
        which = action.partition("-")[2]
        if which.isdecimal() and int(which) < len(typed["remarks"]):
            del typed["remarks"][int(which)]
        remark = "#remarks"
    kept = pending.keep(begun=begun, language=get_language(), values=typed)
    refused = uploads.take(
        pending=kept,
        files=request.FILES.getlist("attachments"),
        removed=request.POST.get("remove_file", ""),
    )
    letter = Letter(typed, docket=docket, files=kept.files.all(), judged=True)
    goes_on = action == "continue"
    # What the server could not keep is only on this page: the page is not left.
    is_kept = all(kept.data.get(name) == value for name, value in typed.items())
    if refused or not is_kept or (goes_on and not letter.words_are_valid()):
        for error in refused:
            letter.words.add_error("attachments", error)
        return _words_page(request, docket, begun, letter, kept, status=422)
    if goes_on:
        return redirect(SECOND, docket.number, begun.token)
    return HttpResponseRedirect(_address(FIRST, docket, begun) + (remark or "#files"))


def _asked_remark(request, docket) -> dict:
    """The remark that a link of the draft asks for: ?section=12&paragraph=2.4&quote=…"""
    section = request.GET.get("section", "")
    if not section.isdecimal():
        return {}
    sections = step_forms.Sections(docket)
    found = sections.by_pk.get(int(section))
    if found is None:
        return {}
    asked = request.GET.get("paragraph", "").replace("\0", "")
    paragraph = passages.by_number(found, number=sections.numbers[found.pk], paragraph=asked)
    quote = request.GET.get("quote", "").replace("\0", "")[: passages.MAX_QUOTE]
    # A number that is not there is shown as it was typed; the field says so at the next press.
    number = paragraph.number if paragraph else ("" if "-p" in asked else asked[:40])
    return {"section": str(found.pk), "paragraph": number, "quote": quote, "text": ""}


@step
def person(request, docket, begun):
    """Step 2: who you are, as far as you wish to say it."""
    kept = pending.find(begun)
    if request.method == "POST":
        typed = typed_person(request.POST)
        kept = pending.keep(begun=begun, language=get_language(), values=typed)
        letter = letter_of(kept, docket=docket, judged=True)
        if request.POST.get("action") == "back":
            return redirect(FIRST, docket.number, begun.token)
        if letter.person.is_valid():
            return redirect(THIRD, docket.number, begun.token)
        return _person_page(request, docket, begun, letter, kept, status=422)
    if kept is None:
        return redirect(FIRST, docket.number, begun.token)
    letter = letter_of(kept, docket=docket, judged="check" in request.GET)
    return _person_page(request, docket, begun, letter, kept)


def _person_page(request, docket, begun, letter, kept, status=200):
    context = _context(docket, begun, letter, kept, form=letter.person, step=2)
    return render(request, "comments/step_person.html", context, status=status)


@step
def review(request, docket, begun):
    """Step 3: all of it, as it will be published, and the one button that sends it."""
    reviewed = request.POST.get("reviewed")
    arrived = timezone.now()  # after the request was read to its end
    kept = pending.find(begun)
    if kept is None:
        return redirect(FIRST, docket.number, begun.token)
    letter = letter_of(kept, docket=docket, judged=True)
    to_correct = _step_to_correct(letter)
    changed = request.method == "POST" and reviewed != pending.fingerprint(kept)
    if to_correct or changed:
        pending.find(begun)  # or did another press send it meanwhile, and clear it away?
    if to_correct:
        return HttpResponseRedirect(_address(to_correct, docket, begun) + "?check")
    if request.method != "POST" or changed:
        status = 409 if changed else 200
        return _review_page(request, docket, begun, letter, kept, changed=changed, status=status)
    try:
        comment = intake.submit(
            docket=docket,
            key=begun.key,
            language=get_language(),
            pending=kept,
            received_at=arrived,
            started_at=kept.started_at,
            **letter.submission(),
            **_judged(request, begun, kept, arrived),
        )
    except intake.PeriodNotOpen:
        return _review_page(request, docket, begun, letter, kept, refused=True, status=422)
    return _to_receipt(comment, "?submitted")


def _judged(request, begun, kept, arrived) -> dict:
    """Whether it looks automated (comments.suspicion); the work was done while they typed."""
    return suspicion.judge(
        request,
        form_key=begun.key,
        started_at=kept.started_at,
        received_at=arrived,
        email=kept.data.get("email", ""),
        trap=kept.data.get("website", ""),
        proof=request.POST.get("proof") or kept.data.get("proof", ""),
    )


def _step_to_correct(letter: Letter) -> str:
    if not letter.words_are_valid():
        return FIRST
    return "" if letter.person.is_valid() else SECOND


def _review_page(request, docket, begun, letter, kept, status=200, **notices):
    context = _context(docket, begun, letter, kept, form=None, step=3) | notices
    context |= {
        "reviewed": pending.fingerprint(kept),
        "said": letter.submission(),
        "passages": [(form.about, form.passage) for form in letter.remarks],
    }
    return render(request, "comments/step_review.html", context, status=status)


@csrf_exempt
@never_cache
@require_POST
def save(request, number, token):
    """What the browser sends by itself while a person types: kept, never judged."""
    docket = _docket(number)
    begun = pending.from_token(token, docket=docket)
    if begun is None:
        raise Http404
    typed = typed_words(request.POST) if "text" in request.POST else typed_person(request.POST)
    try:
        pending.keep(begun=begun, language=get_language(), values=typed)
    except pending.AlreadySubmitted:
        return HttpResponse(status=410)
    return HttpResponse(status=204)


def _context(docket: Docket, begun, letter, kept, *, form, step: int) -> dict:
    """What every step shows: where the person is, and until when they may send it."""
    now = timezone.now()
    verdict = periods.verdict(docket=docket, received_at=now, started_at=begun.started_at)
    return {
        "docket": docket,
        "initiative": docket.initiative,
        "form": form,
        "letter": letter,
        "step": step,
        "begun": begun,
        "pending": kept,
        "pending_files": letter.files,
        "max_bytes": settings.COMMENT_ATTACHMENT_MAX_BYTES,
        "max_files": uploads.MAX_FILES,
        "verdict": verdict.name.lower(),
        "challenge": proof_of_work.challenge_of(begun.key),
        "proof_bits": proof_of_work.BITS,
        "grace_ends_at": periods.grace_ends_at(docket),
        "words_url": _address(FIRST, docket, begun),
        "person_url": _address(SECOND, docket, begun),
        "review_url": _address(THIRD, docket, begun),
        "save_url": _address("comments:comment_save", docket, begun),
    }


def _sent_before(request, docket, comment):
    """A form that was sent already: its receipt. Words it did not have begin another comment."""
    if request.method == "POST" and "text" in request.POST:
        typed = typed_words(request.POST)
        if _is_new(typed, comment):
            begun = pending.begin(docket)
            pending.keep(begun=begun, language=get_language(), values=typed)
            return HttpResponseRedirect(f"{_address(FIRST, docket, begun)}?after={comment.number}")
    # Sent again because its answer never arrived: the same thanks.
    return _to_receipt(comment, "?submitted" if request.method == "POST" else "")


def _is_new(typed: dict, comment) -> bool:
    """Whether somebody changed their words in a page that was still open after sending it."""
    said = [comment.text, *comment.remarks.values_list("text", flat=True)]
    now = [typed["text"], *[remark.get("text", "") for remark in typed["remarks"]]]
    return [_plain(text) for text in now] != [_plain(text) for text in said]


def _plain(text: str) -> str:
    return " ".join(text.split())


def _to_receipt(comment, query: str):
    address = reverse("comments:receipt", args=[intake.make_token(comment)])
    return HttpResponseRedirect(address + query)


def _address(step: str, docket, begun) -> str:
    return reverse(step, args=[docket.number, begun.token])


def _docket(number) -> Docket:
    return get_object_or_404(Docket.objects.published().select_related("initiative"), number=number)
