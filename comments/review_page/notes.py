"""Notes for colleagues, and the mentions in them."""

import uuid

from django import forms
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comments import permissions, review
from comments.review import mentions, notes
from comments.review_page.part import ReviewPart, Side


class NoteForm(forms.Form):
    """A note for colleagues; its name is not that of a reason, which other forms have.

    `key` is the form's own: pressed twice it is one note.
    """

    key = forms.UUIDField(
        required=False, widget=forms.HiddenInput(attrs={"id": "id_note_key", "data-key": ""})
    )
    note = forms.CharField(
        label=gettext_lazy("Note"),
        max_length=5000,
        error_messages={"required": gettext_lazy("Write the note first.")},
        widget=forms.Textarea(attrs={"rows": 3, "id": "id_new_note", "data-keep": ""}),
        help_text=gettext_lazy(
            "Kept in the trail for colleagues; the public never sees it. Write @ and a username "
            "to tell a colleague."
        ),
    )


def _context(comment, user, refused) -> dict:
    new = mentions.mark_read(comment=comment, reader=user)
    may_note = permissions.can_note(user)
    return {
        "form": NoteForm(refused, initial={"key": uuid.uuid4()}),
        "may_note": may_note,
        "colleagues": mentions.colleagues().exclude(pk=user.pk) if may_note else (),
        "new_count": len(new),
        "notes": [
            {
                "event": event,
                "key": event.detail.get("form", ["", ""])[1],
                "is_new": event.pk in new,
                "pieces": mentions.in_pieces(
                    event.note, [mention.user for mention in event.mentions.all()]
                ),
            }
            for event in notes.notes_of(comment)
        ],
    }


def _add_note(comment, actor, post) -> str:
    form = NoteForm(post)
    if not form.is_valid():
        raise review.ReviewError(" ".join(form.errors.get("note") or form.errors["key"]))
    note = form.cleaned_data["note"]
    event = review.add_note(comment=comment, actor=actor, note=note, key=form.cleaned_data["key"])
    told = [_name(mention.user) for mention in event.mentions.select_related("user")]
    others = [f"@{name}" for name in mentions.named_in(note).others]
    said = [_("The note is in the trail.")]
    if told:
        said.append(_("Told of it: %(people)s.") % {"people": ", ".join(told)})
    if others:
        said.append(
            _("Nobody who sees comments is called %(names)s: the note keeps that as words.")
            % {"names": get_text_list(others, _("or"))}
        )
    return " ".join(said)


def _name(user) -> str:
    return user.get_full_name() or user.get_username()


PART = ReviewPart(
    name="notes",
    label=gettext_lazy("Notes"),
    lands=True,
    side=Side.WORK,
    template="comments/admin/review/notes.html",
    context=_context,
    acts={"note": _add_note},
)
