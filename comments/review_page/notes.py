"""Notes for colleagues."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comments import permissions, review
from comments.review_page.part import ReviewPart, Side


class NoteForm(forms.Form):
    """A note for colleagues; its name is not that of a reason, which other forms have."""

    note = forms.CharField(
        label=gettext_lazy("Note"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 3, "id": "id_new_note"}),
        help_text=gettext_lazy("Kept in the trail for colleagues; the public never sees it."),
    )


def _context(comment, user, refused) -> dict:
    return {"form": NoteForm(refused)}


def _add_note(comment, actor, post) -> str:
    review.add_note(comment=comment, actor=actor, note=post.get("note", ""))
    return _("The note is in the trail.")


PART = ReviewPart(
    name="notes",
    side=Side.WORK,
    template="comments/admin/review/notes.html",
    context=_context,
    acts={"note": _add_note},
    is_shown=lambda comment, user: permissions.can_note(user),
)
