"""What the agency answers to each point of the letter: to write it, to send it on, to approve it.

One point is open at a time, the one that the address names (`?point=3`): a long letter has 150
points, and an editor for each would be nothing that a browser opens.
"""

from dataclasses import dataclass
from functools import cached_property

from django.db import transaction
from django.db.models import Prefetch, prefetch_related_objects
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comments import bracketing, letter, permissions, review
from comments.models import Comment, Point, Response
from comments.response_pages.history import history_of
from comments.responses import coverage, moving, texts, writing
from comments.responses.forms import ResponseForm, initial_of, titles_of_masters
from comments.review_page.part import ReviewPart, Side, act_named

POINT = "point"
"""The parameter that names the open point, by its number in the letter."""

Status = Response.Status


@dataclass
class Shown:
    """A point with what the page says of it; `parts` are those of its letter."""

    point: Point
    parts: list[letter.Part]
    url: str = ""
    is_open: bool = False

    @property
    def response(self) -> Response | None:
        return getattr(self.point, "response", None)

    @cached_property
    def standing(self) -> str:
        return coverage.standing(self.point)

    @property
    def standing_label(self) -> str:
        return dict(coverage.STANDINGS)[self.standing]

    @cached_property
    def words(self) -> str:
        return bracketing.public_words(self.point, self.parts)

    @property
    def begins(self) -> list[tuple[str, str]]:
        """The beginning of the response in each of its languages, as text."""
        return [(code, texts.plain(html)) for code, html in self.said]

    @property
    def said(self) -> list[tuple[str, str]]:
        """The response as it is kept, in each of its languages."""
        return texts.in_languages(self.response) if self.response else []


def _context(comment: Comment, user, refused, query: QueryDict) -> dict:
    prefetch_related_objects([comment], "remarks__section", "additions", "attachments")
    prefetch_related_objects([comment], "redactions")
    parts = list(letter.parts_of(comment, person=False))
    number = _number((refused or query).get(POINT, ""))
    shown = [
        Shown(point, parts, _url(query, point), point.number == number)
        for point in _points(comment)
    ]
    place = next((place for place, one in enumerate(shown) if one.is_open), None)
    is_final = comment.docket.responses_are_final
    context = {
        "points": shown,
        "is_final": is_final,
        "answered": sum(one.standing == Status.APPROVED for one in shown),
        "previous": shown[place - 1] if place else None,
        "next": shown[0 if place is None else place + 1 :][:1],
    }
    if place is not None:
        context |= _open(shown[place], user, refused, is_final)
    return context


def _open(one: Shown, user, refused, is_final: bool) -> dict:
    response = one.response
    moves = moving.allowed(response, user) if response and not is_final else []
    may_write = permissions.can_write_response(user) and not is_final
    context = {
        "may_write": may_write,
        "may_send": may_write and (response is None or response.status == Status.DRAFTED),
        "may_approve": Status.APPROVED in moves,
        "may_send_back": Status.DRAFTED in moves,
        "wrote_it_last": response is not None
        and response.status == Status.REVIEWED
        and response.written_by_id == user.pk
        and permissions.can_approve_response(user),
        "history": history_of(response) if response else [],
        "note": (refused or {}).get("note", ""),
    }
    if may_write:
        context["form"] = form = _form(one.point, refused)
        context["media"] = form.media
        if form.is_bound and response:
            # What a colleague saved, beside what was typed and refused.
            context["theirs"] = one.said
    return context


def _form(point: Point, refused: QueryDict | None) -> ResponseForm:
    masters = [master.pk for master in point.masters.all()]
    seen = {**initial_of(getattr(point, "response", None)), "masters": masters}
    seen["masters_seen"] = ",".join(map(str, masters))
    docket = point.comment.docket
    if refused is None or act_named(refused.get("action", "")) != "respond":
        return ResponseForm(initial=seen, docket=docket)
    # Whoever saves again has read the page as it is now.
    sent = refused.copy()
    sent[f"{ResponseForm.prefix}-version"] = seen["version"]
    return ResponseForm(sent, initial=seen, docket=docket)


def _points(comment: Comment):
    """The points of the letter in the order of their numbers; as many queries for any number."""
    return comment.points.select_related(
        "owner", "response__written_by", "response__reviewed_by", "response__approved_by"
    ).prefetch_related("passages", "topics", Prefetch("masters", titles_of_masters(comment.docket)))


def _url(query: QueryDict, point: Point) -> str:
    """The page with that point open, in the same list that one came from."""
    asked = query.copy()
    asked[POINT] = point.number
    return f"?{asked.urlencode()}#point-{point.label}"


def _number(value: str) -> int | None:
    return int(value) if value.isdecimal() and len(value) < 10 else None


def _sent_point(comment: Comment, post: QueryDict) -> Point:
    point = comment.points.filter(number=_number(post.get(POINT, ""))).first()
    if point is None:
        raise review.ReviewError(_("This point is not there any more."))
    point.comment = comment
    return point


def _respond(comment, actor, post) -> str:
    """Save words and master responses together, and send them on when that was pressed."""
    point = _sent_point(comment, post)
    form = ResponseForm(post, docket=comment.docket)
    if not form.is_valid():
        raise review.ReviewError(form.words_of_errors)
    masters, words = list(form.cleaned_data["masters"]), form.texts
    sends = post["action"].partition(":")[2] == "send"
    with transaction.atomic():
        response = Response.objects.filter(point=point).first()
        if response is not None or any(map(texts.has_words, words.values())):
            response = writing.write(
                point=point, actor=actor, texts=words, version=form.cleaned_data["version"]
            )
        elif not (masters or form.seen):
            raise review.ReviewError(_("Write a response, or choose a master response."))
        writing.refer(point=point, masters=masters, actor=actor, seen=form.seen)
        if not sends:
            return _("The response to %(label)s is saved.") % {"label": point.label}
        if response is None:
            raise review.ReviewError(
                _("Master responses are sent for approval on their own page. Save this instead.")
            )
        moving.move(response=response, to_status=Status.REVIEWED, actor=actor)
    return _("The response to %(label)s is sent for approval.") % {"label": point.label}


def _move(comment, actor, post, to_status: str) -> str:
    point = _sent_point(comment, post)
    response = Response.objects.filter(point=point).select_related("docket").first()
    if response is None:
        raise review.ReviewError(_("There is no response to this point yet."))
    moved = moving.move(
        response=response,
        to_status=to_status,
        actor=actor,
        note=post.get("note", ""),
        version=_number(post.get("seen", "")),
    )
    return _("The response to %(label)s is now “%(status)s”.") % {
        "label": point.label,
        "status": moved.get_status_display(),
    }


def _approve(comment, actor, post) -> str:
    return _move(comment, actor, post, Status.APPROVED)


def _send_back(comment, actor, post) -> str:
    return _move(comment, actor, post, Status.DRAFTED)


PART = ReviewPart(
    name="responses",
    label=gettext_lazy("Responses"),
    side=Side.LETTER,
    template="comments/admin/review/responses.html",
    context=_context,
    reads_query=True,
    acts={"respond": _respond, "approve_response": _approve, "send_back_response": _send_back},
    is_shown=lambda comment, user: permissions.can_see_responses(user) and comment.points.exists(),
)
