"""One attached file, page by page: to read it, and to black out what is on its pages."""

from itertools import chain

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from comments import permissions, review
from comments.models import Attachment, Redaction
from comments.redaction import pdf_marks, pdf_pages, pdf_process, suggestions
from comments.redaction.pdf_forms import AreasForm, FindForm, place_value
from comments.redaction.pdf_marks import Area
from comments.redaction.pdf_process import PageError
from comments.review_page.part import act_named, version_seen
from comments.review_page.redaction import typed_explanation
from comments.review_page.trail import described

MAX_PLACES = 200
"""Found places that are listed at once."""
_WITH_PLACES = {"find", "black_out", "dismiss"}
"""Acts of the form in which found places are chosen."""


def found_attachment(request, token) -> Attachment:
    """The file, for those who read comments; raises PermissionDenied, Http404."""
    if not permissions.can_see(request.user):
        raise PermissionDenied
    found = get_object_or_404(
        Attachment.objects.select_related("comment__docket", "comment__assigned_to"), token=token
    )
    return found


def number_in(query, name: str, highest: int) -> int:
    """A whole number from an address, at least 1; what is none counts as 1."""
    value = query.get(name, "")
    return min(max(int(value), 1), highest) if value.isdecimal() and len(value) < 8 else 1


@require_safe
def page_picture(request, token, page):
    """A page as a PNG: of the original, or for those without that right of the redacted file."""
    attachment = found_attachment(request, token)
    shown = pdf_pages.shown_file(
        attachment, sees_original=permissions.can_see_original(request.user)
    )
    if shown is None or not pdf_process.has_pages(attachment.mime):
        raise Http404
    zoom = number_in(request.GET, "zoom", len(pdf_pages.ZOOMS))
    try:
        content = pdf_pages.picture(*shown, page=page, zoom=zoom)
    except PageError as error:
        raise Http404(error.reason) from error
    response = HttpResponse(content, content_type="image/png")
    # A browser may keep it for the page it is on; what is redacted has another address.
    response["Cache-Control"] = "private, no-store"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


class FileView(WagtailAdminTemplateMixin, TemplateView):
    """The page of a file on one side, its redaction on the other.

    `?page` and `?zoom` say what is shown; `?only=page` gives the page alone, for the script that
    turns pages.
    """

    template_name = "comments/admin/review/page.html"
    header_icon = "doc-full"
    page_title = gettext_lazy("File")

    def dispatch(self, request, *args, **kwargs):
        self.attachment = found_attachment(request, kwargs["token"])
        self.comment = self.attachment.comment
        return super().dispatch(request, *args, **kwargs)

    def get_template_names(self):
        is_part = self.request.GET.get("only") == "page"
        return ["comments/admin/review/page_shown.html"] if is_part else [self.template_name]

    def get_page_subtitle(self):
        return f"{self.comment.number}: {self.shown_name}"

    def get_breadcrumbs_items(self):
        return [
            *self.breadcrumbs_items,
            {"url": reverse("review:index"), "label": _("Comments")},
            {"url": self.comment_url, "label": self.comment.number},
            {"url": "", "label": self.shown_name},
        ]

    @property
    def comment_url(self) -> str:
        return reverse("review:inspect", args=[self.comment.pk])

    @cached_property
    def sees_original(self) -> bool:
        return permissions.can_see_original(self.request.user)

    @property
    def shown_name(self) -> str:
        return shown_name(self.attachment, sees_original=self.sees_original)

    @cached_property
    def page(self) -> tuple[pdf_pages.Page | None, str]:
        """The page that is asked for, or why there is none to show."""
        shown = pdf_pages.shown_file(self.attachment, sees_original=self.sees_original)
        if shown is None:
            return None, why_not_shown(self.attachment)
        if not pdf_process.has_pages(self.attachment.mime):
            return None, _("This kind of file has no pages to show. Download it to read it.")
        number = number_in(self.request.GET, "page", 10**6)
        try:
            return pdf_pages.page(*shown, number=number), ""
        except PageError as error:
            return None, pdf_pages.refusal(error)

    @cached_property
    def may_redact(self) -> bool:
        user = self.request.user
        allowed = permissions.can_redact(user) and self.sees_original
        return allowed and permissions.can_move(user, self.comment)

    def post(self, request, *args, **kwargs):
        """Do one act; a refused one says why, changes nothing and keeps what was typed."""
        action = act_named(request.POST.get("action", ""))
        if action == "find":
            return self.render_to_response(self.get_context_data())
        try:
            act = ACTS.get(action)
            if act is None:
                raise review.ReviewError(_("Choose what to do with this file."))
            done = act(self, request.POST)
        except review.ReviewError as error:
            self._read_again()
            return self.render_to_response(self.get_context_data(error=error), status=422)
        messages.success(request, done)
        if action == "dismiss":
            # What is drawn and chosen beside it is still to be blacked out.
            self._read_again()
            return self.render_to_response(self.get_context_data())
        return redirect(request.get_full_path())

    def _read_again(self):
        self.attachment = Attachment.objects.select_related(
            "comment__docket", "comment__assigned_to"
        ).get(pk=self.attachment.pk)
        self.comment = self.attachment.comment

    def get_context_data(self, error=None, **kwargs):
        page, why_not = self.page
        areas = list(self.attachment.redactions.select_related("made_by"))
        post = self.request.POST if self.request.method == "POST" else None
        action = act_named(post.get("action", "")) if post else ""
        find = FindForm(post if post and "words" in post else None, auto_id="id_find_%s")
        zoom = number_in(self.request.GET, "zoom", len(pdf_pages.ZOOMS))
        return {
            **super().get_context_data(**kwargs),
            "attachment": self.attachment,
            "comment": self.comment,
            "comment_url": self.comment_url,
            "shown_name": self.shown_name,
            "sees_original": self.sees_original,
            "error": error.message if error else "",
            "changes": described(getattr(error, "changes", [])),
            "page": page,
            "why_not": why_not,
            "zoom": zoom,
            "zooms": self._zooms(page, zoom),
            "shown_boxes": self._svg_boxes(page, areas) if self.sees_original else [],
            "blacked_out": [(area, typed_explanation(post, area)) for area in areas]
            if self.sees_original
            else [],
            "may_redact": self.may_redact,
            "may_claim": permissions.can_redact(self.request.user)
            and not self.comment.assigned_to_id,
            "can_black_out": pdf_marks.can_black_out(self.attachment),
            "find": find,
            "places": self._found(find, page) if action in _WITH_PLACES else None,
            "proposed": self.proposed(page, areas),
            "areas_form": AreasForm(
                post if action == "black_out" else None,
                page=1,
                initial=post if action == "dismiss" else None,
            ),
            "chosen": post.getlist("place") if post else [],
            "typed": post or {},
            "action": action,
        }

    def _zooms(self, page, zoom: int) -> list[dict]:
        labels = {1: "100 %", 2: "160 %", 3: "230 %"}
        number = page.number if page else 1
        return [
            {"label": labels[step], "query": f"?page={number}&zoom={step}", "is_on": step == zoom}
            for step in pdf_pages.ZOOMS
        ]

    def _svg_boxes(self, page, areas) -> list[dict]:
        """From above, as SVG counts."""
        if page is None:
            return []
        return [
            {"x": left, "y": page.height - top, "width": right - left, "height": top - bottom}
            for area in areas
            if area.page == page.number
            for left, bottom, right, top in area.boxes
        ]

    def _found(self, find: FindForm, page) -> list[dict]:
        if page is None or not self.may_redact or not find.is_bound or not find.is_valid():
            return []
        pages = [page]
        if find.cleaned_data["everywhere"]:
            try:
                pages = list(pdf_pages.all_pages(self.attachment.file, self.attachment.mime))
            except PageError as error:
                find.add_error("words", pdf_pages.refusal(error))
                return []
        places = list(pdf_pages.find(pages, find.cleaned_data["words"]))[:MAX_PLACES]
        if not places:
            find.add_error("words", _("These words were not found."))
        return [{"place": place, "value": place_value(place)} for place in places]

    def proposed(self, page, areas) -> list[dict]:
        """What patterns find on this page, no box covers yet and nobody dismissed."""
        if page is None or not self.may_redact:
            return []
        black = [box for area in areas if area.page == page.number for box in area.boxes]
        dismissed = pdf_marks.dismissed(self.attachment)
        found = []
        for hit in suggestions.found_in(page.text):
            place = pdf_pages.place_of(page, hit.start, hit.end)
            area = Area(page.number, place.boxes, hit.reason)
            if pdf_marks.is_among(area, dismissed):
                continue
            if not all(any(_covers(known, box) for known in black) for box in place.boxes):
                label = Redaction.Reason(hit.reason).label
                value = place_value(place, hit.reason)
                found.append({"place": place, "area": area, "value": value, "label": label})
        return found[:MAX_PLACES]


def _covers(known: list, box: list) -> bool:
    slack = 1
    return (
        known[0] <= box[0] + slack
        and known[1] <= box[1] + slack
        and known[2] >= box[2] - slack
        and known[3] >= box[3] - slack
    )


def shown_name(attachment: Attachment, *, sees_original: bool) -> str:
    """The name of a file for staff; of a withheld one its kind, without the right to it."""
    if sees_original:
        return attachment.name
    return attachment.public_name or _("A file (%(kind)s)") % {"kind": attachment.kind_label}


def why_not_shown(attachment: Attachment) -> str:
    """Why somebody without the right to the original sees nothing of a file now."""
    if attachment.is_infected:
        return _("This file was found to be harmful. Nobody can open it.")
    if not attachment.may_leave:
        return _("It can be shown once it was found clean.")
    if attachment.is_withheld:
        return _("This file is withheld: %(reason)s") % {"reason": attachment.withheld_reason}
    return _("Parts of this file are blacked out; the redacted file is not ready.")


def _act(view: FileView, post) -> dict:
    """Who acts, and on which version of the comment: every act says it."""
    return {"actor": view.request.user, "version": version_seen(post)}


def _black_out(view: FileView, post) -> str:
    page, why_not = view.page
    if page is None:
        raise review.ReviewError(why_not)
    form = AreasForm(post, page=page.number)
    if not form.is_valid():
        raise review.ReviewError(" ".join(chain.from_iterable(form.errors.values())))
    pdf_marks.black_out(
        attachment=view.attachment,
        **_act(view, post),
        areas=form.areas,
        note=form.cleaned_data["note"],
    )
    return _("It is blacked out. The public gets the redacted file as soon as it is made.")


def _dismiss(view: FileView, post) -> str:
    page, _why_not = view.page
    chosen = post.getlist("place")
    proposed = view.proposed(page, view.attachment.redactions.all())
    # Two suggestions in one word are one place.
    areas = {item["value"]: item["area"] for item in proposed if item["value"] in chosen}
    pdf_marks.dismiss(attachment=view.attachment, **_act(view, post), areas=list(areas.values()))
    return ngettext(
        "%(count)s suggestion is put aside.",
        "%(count)s suggestions are put aside.",
        len(areas),
    ) % {"count": len(areas)}


def _lift(view: FileView, post) -> str:
    key = post["action"].partition(":")[2]
    rows = view.attachment.redactions.select_related("attachment__comment")
    found = rows.filter(pk=int(key)).first() if key.isdecimal() and len(key) < 18 else None
    if found is None:
        raise review.ReviewError(_("This area is not blacked out any more."))
    pdf_marks.lift(
        redaction=found,
        **_act(view, post),
        explanation=post.get("explanation", ""),
    )
    return _("The area is shown again.")


def _withhold(view: FileView, post) -> str:
    pdf_marks.withhold(
        attachment=view.attachment,
        **_act(view, post),
        reason=post.get("withheld_reason", ""),
    )
    return _("The file is withheld. The public reads the reason instead.")


def _release(view: FileView, post) -> str:
    pdf_marks.release(
        attachment=view.attachment,
        **_act(view, post),
        explanation=post.get("explanation", ""),
    )
    return _("The file is no longer withheld.")


def _rename(view: FileView, post) -> str:
    pdf_marks.rename(
        attachment=view.attachment,
        **_act(view, post),
        name=post.get("name", ""),
    )
    return _("The name for the public is saved.")


ACTS = {
    "black_out": _black_out,
    "dismiss": _dismiss,
    "lift": _lift,
    "withhold": _withhold,
    "release": _release,
    "rename": _rename,
}
