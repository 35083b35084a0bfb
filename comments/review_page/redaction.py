"""Blacking out words of a comment: what is proposed, what is hidden, and the form for more."""

from collections import Counter

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from comments import letter, permissions, review
from comments.models import Comment, Redaction
from comments.redaction import suggestions, texts
from comments.review_page.letter import may_redact, parts_and_suggestions
from comments.review_page.part import ReviewPart, Side, version_seen


class RedactForm(forms.Form):
    """Words to black out. Its script fills in where the words stand that were selected."""

    part = forms.ChoiceField(label=gettext_lazy("Part of the comment"))
    words = forms.CharField(
        label=gettext_lazy("Words to black out"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("As they stand in the comment."),
        error_messages={"required": gettext_lazy("Choose the words to black out.")},
    )
    occurrence = forms.IntegerField(
        label=gettext_lazy("Which occurrence"),
        required=False,
        min_value=1,
        help_text=gettext_lazy("1 for the first. Every occurrence when this is left empty."),
    )
    reason = forms.ChoiceField(
        label=gettext_lazy("Reason"),
        choices=[("", gettext_lazy("Choose the reason")), *Redaction.Reason.choices],
        error_messages={
            "required": gettext_lazy("Choose the reason for which the words are blacked out.")
        },
    )
    note = forms.CharField(
        label=gettext_lazy("Note"),
        required=False,
        max_length=texts.MAX_NOTE,
        help_text=gettext_lazy(
            "Names the other legal reason. The author of the comment reads it, the public does not."
        ),
    )
    start = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    end = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)

    def __init__(self, data=None, *, parts):
        super().__init__(data, auto_id="id_redact_%s")
        self.parts = {part.key: part for part in parts if texts.is_redactable(part)}
        self.fields["part"].choices = [(key, part.label) for key, part in self.parts.items()]
        if "text" in self.parts:
            self.initial["part"] = "text"

    def clean(self):
        given = super().clean()
        part, words = self.parts.get(given.get("part")), given.get("words", "").strip()
        if part is None or not words:
            return given
        if given.get("start") is not None and given.get("end"):
            self.places = [(given["start"], given["end"])]
            return given
        self.places = texts.occurrences(part.original, words)
        if not self.places:
            self.add_error("words", _("This part does not have these words."))
        elif number := given.get("occurrence"):
            if number > len(self.places):
                message = ngettext(
                    "This part has these words once.",
                    "This part has these words %(count)s times.",
                    len(self.places),
                )
                self.add_error("occurrence", message % {"count": len(self.places)})
            self.places = self.places[number - 1 : number]
        return given

    def passages(self) -> list[texts.Passage]:
        """What is asked for: the selected words, or their occurrences."""
        given = self.cleaned_data
        original = self.parts[given["part"]].original
        selected = given.get("start") is not None
        return [
            texts.Passage(
                given["part"],
                start,
                end,
                given["words"] if selected else original[start:end],
                given["reason"],
            )
            for start, end in self.places
        ]


def _context(comment, user, refused) -> dict:
    parts, redactions, proposed = parts_and_suggestions(comment, user)
    decides = may_redact(comment, user)
    by_key = {part.key: part for part in parts}
    sees_original = permissions.can_see_original(user)
    counts = Counter(passage.reason for passage in proposed)
    typed = refused if refused and refused.get("action") == "redact" else None
    return {
        "may_redact": decides,
        "may_claim": permissions.can_redact(user) and not comment.assigned_to_id,
        "proposed": [
            {"reason": reason, "label": Redaction.Reason(reason).label, "count": counts[reason]}
            for reason in Redaction.Reason
            if counts[reason]
        ],
        "redactions": [
            {
                "redaction": redaction,
                "where": by_key[redaction.part].label,
                "words": by_key[redaction.part].original[redaction.start : redaction.end]
                if sees_original
                else "",
                "note": redaction.note if sees_original else "",
                "explanation": typed_explanation(refused, redaction),
            }
            for redaction in redactions
            if redaction.part in by_key
        ],
        "form": RedactForm(typed, parts=parts) if decides else None,
    }


def typed_explanation(refused, redaction) -> str | None:
    """What was typed to show these words again, when that was refused."""
    if refused and refused.get("action") == f"lift:{redaction.pk}":
        return refused.get("explanation", "")
    return None


def _redact(comment, actor, post) -> str:
    form = RedactForm(post, parts=letter.parts_of(comment))
    if not permissions.can_redact(actor):
        raise review.ReviewError(_("You may not do this with comments."))
    if not form.is_valid():
        raise review.ReviewError(_("The words were not blacked out. See what is marked below."))
    made = texts.redact(
        comment=comment,
        actor=actor,
        passages=form.passages(),
        note=form.cleaned_data["note"],
        version=version_seen(post),
    )
    return _done(len(made))


def _accept(comment, actor, post) -> str:
    made = texts.redact(
        comment=comment,
        actor=actor,
        passages=_chosen(comment, actor, post),
        version=version_seen(post),
    )
    return _done(len(made))


def _dismiss(comment, actor, post) -> str:
    passages = _chosen(comment, actor, post)
    texts.dismiss(comment=comment, actor=actor, passages=passages, version=version_seen(post))
    return ngettext(
        "%(count)s suggestion is put aside.",
        "%(count)s suggestions are put aside.",
        len(passages),
    ) % {"count": len(passages)}


def _chosen(comment: Comment, actor, post) -> list[texts.Passage]:
    """The suggestions that a button names: one, or all of a reason."""
    wanted = post["action"].partition(":")[2]
    _parts, _redactions, proposed = parts_and_suggestions(comment, actor)
    found = [
        passage for passage in proposed if wanted in {passage.reason, suggestions.name_of(passage)}
    ]
    if not found:
        raise review.ReviewError(_("This is not suggested any more."))
    return found


def _lift(comment, actor, post) -> str:
    key = post["action"].partition(":")[2]
    redaction = (
        Redaction.objects.filter(comment=comment, pk=key).first() if key.isdecimal() else None
    )
    if redaction is None:
        raise review.ReviewError(_("These words are not blacked out any more."))
    texts.lift(
        redaction=redaction,
        actor=actor,
        explanation=post.get("explanation", ""),
        version=version_seen(post),
    )
    return _("The words are shown again.")


def _done(count: int) -> str:
    return ngettext(
        "%(count)s passage is blacked out.", "%(count)s passages are blacked out.", count
    ) % {"count": count}


def _is_shown(comment, user) -> bool:
    return permissions.can_redact(user) or comment.redactions.exclude(part="").exists()


PART = ReviewPart(
    name="redaction",
    label=gettext_lazy("Redaction"),
    side=Side.WORK,
    template="comments/admin/review/redaction.html",
    context=_context,
    acts={"redact": _redact, "accept": _accept, "dismiss": _dismiss, "lift": _lift},
    is_shown=_is_shown,
)
