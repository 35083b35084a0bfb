"""Claiming a comment and moving it."""

import itertools

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comments import permissions, review
from comments.models import Campaign, Comment
from comments.review_page.letter import parts_and_suggestions
from comments.review_page.part import ReviewPart, Side, version_seen

State = Comment.State

ASKED = {
    State.WITHHELD: ("legal_reason",),
    State.DUPLICATE: ("duplicate_of",),
    State.CAMPAIGN: ("campaign",),
}
"""What a move to these states asks for beside a reason."""


class MoveForm(forms.Form):
    """What one move asks for: the reason, and what the state it leads to needs.

    `to_state` may be none of the states: the rule refuses it.
    """

    legal_reason = forms.CharField(
        label=gettext_lazy("Legal reason"),
        max_length=300,
        error_messages={
            "required": gettext_lazy("Give the legal reason: it is public in the record.")
        },
        help_text=gettext_lazy("Why the law lets the agency withhold it; public in the record."),
    )
    duplicate_of = forms.CharField(
        label=gettext_lazy("Number of the comment it repeats"),
        max_length=40,
        error_messages={"required": gettext_lazy("Say which comment of this docket it repeats.")},
        help_text=gettext_lazy("In full or only its last digits: PA-2026-01-0147 or 147."),
    )
    campaign = forms.ModelChoiceField(
        Campaign.objects.none(),
        label=gettext_lazy("Campaign"),
        error_messages={
            "required": gettext_lazy("Say to which campaign of this docket it belongs.")
        },
    )
    note = forms.CharField(
        label=gettext_lazy("Reason"),
        required=False,
        max_length=5000,
        error_messages={"required": gettext_lazy("Give the reason: it is kept in the record.")},
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Kept in the trail for colleagues; the public never sees it."),
    )

    def __init__(self, comment: Comment, to_state: str, data=None):
        super().__init__(
            data,
            initial={"campaign": comment.campaign_id},
            auto_id=f"id_{to_state}_%s",
            use_required_attribute=False,
        )
        self.comment, self.to_state = comment, to_state
        asked = ASKED.get(to_state, ())
        for name in {*itertools.chain(*ASKED.values())} - set(asked):
            del self.fields[name]
        if "campaign" in asked:
            self.fields["campaign"].queryset = _campaigns_for(comment)
        # The legal reason is the reason, unless colleagues are told more.
        self.fields["note"].required = (
            review.needs_reason(comment.state, to_state) and to_state != State.WITHHELD
        )

    def clean_duplicate_of(self) -> Comment:
        number = self.cleaned_data["duplicate_of"]
        found = _numbered(self.comment, number)
        if found is None:
            raise forms.ValidationError(
                _("This docket has no comment with the number “%(number)s”.") % {"number": number}
            )
        return found

    @cached_property
    def words_of_errors(self) -> str:
        return " ".join(itertools.chain(*self.errors.values()))


def _campaigns_for(comment: Comment):
    return comment.docket.campaigns.exclude(lead=comment).select_related("docket")


def _numbered(comment: Comment, number: str) -> Comment | None:
    """The comment of the same docket with that number: PA-2026-01-0147, or only 147."""
    sequence = number.strip().upper().removeprefix(f"{comment.docket.number}-")
    if not (sequence.isascii() and sequence.isdecimal()) or len(sequence) > 9:
        return None
    return Comment.objects.filter(docket=comment.docket_id, sequence=int(sequence)).first()


def _moves(comment: Comment, user, refused) -> list[dict]:
    """The moves this person may make now, each with its form."""
    if not permissions.can_move(user, comment):
        return []
    refused_state = _to_state(refused) if refused else None
    return [
        {
            "action": f"move:{state}",
            "state": state,
            "label": State(state).label,
            "form": MoveForm(comment, state, refused if state == refused_state else None),
            "is_open": state == refused_state,
            "asks": state in ASKED or review.needs_reason(comment.state, state),
        }
        for state in review.allowed_moves(comment)
        if permissions.can_move_to(user, comment, state)
    ]


def _context(comment, user, refused) -> dict:
    moves = _moves(comment, user, refused)
    if any(move["state"] == State.CAMPAIGN for move in moves):
        moves = [
            move
            for move in moves
            if move["state"] != State.CAMPAIGN or _campaigns_for(comment).exists()
        ]
    plain = [move for move in moves if not move["asks"]]
    return {
        "can_claim": comment.assigned_to_id is None and permissions.can_claim(user),
        "can_release": permissions.can_release(user, comment),
        "moves": moves,
        "unhidden": _unhidden(comment, user, moves),
        "plain_moves": plain,
        "plain_form": next((move["form"] for move in plain if move["is_open"]), None)
        or (plain[0]["form"] if plain else None),
        "asking_moves": [move for move in moves if move["asks"]],
        # Where the form is gone, because a colleague has the comment now, the words are not.
        "typed": refused.get("note", "").strip() if refused and not moves else "",
    }


def _unhidden(comment: Comment, user, moves: list[dict]) -> int:
    """How many suggestions for redaction are open, where posting would publish those words."""
    if not any(move["state"] == State.POSTED for move in moves):
        return 0
    _parts, _redactions, proposed = parts_and_suggestions(comment, user)
    return len(proposed)


def _claim(comment, actor, post) -> str:
    review.claim(comment=comment, actor=actor)
    return _("You have claimed %(number)s.") % {"number": comment.number}


def _release(comment, actor, post) -> str:
    review.release(comment=comment, actor=actor)
    return _("The comment is back in the queue.")


def _move(comment, actor, post) -> str:
    form = MoveForm(comment, _to_state(post), post)
    if permissions.can_move(actor, comment) and not form.is_valid():
        raise review.ReviewError(form.words_of_errors)
    given = form.cleaned_data if form.is_valid() else {}
    moved = review.move(
        comment=comment,
        actor=actor,
        to_state=form.to_state,
        note=given.get("note", ""),
        legal_reason=given.get("legal_reason", ""),
        duplicate_of=given.get("duplicate_of"),
        campaign=given.get("campaign"),
        version=version_seen(post),
    )
    return _("%(number)s is now “%(state)s”.") % {
        "number": moved.number,
        "state": moved.get_state_display(),
    }


def _to_state(post) -> str:
    return post.get("action", "").partition(":")[2]


PART = ReviewPart(
    name="work",
    label=gettext_lazy("Claim and move"),
    side=Side.WORK,
    template="comments/admin/review/work.html",
    context=_context,
    acts={"claim": _claim, "release": _release, "move": _move},
    is_shown=lambda comment, user: permissions.can_claim(user),
)
