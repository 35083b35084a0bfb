"""The points of the letter: to bracket more, and to split, merge, remove or number them anew."""

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from comments import bracketing, letter, permissions, review
from comments.bracketing import Passage, reading
from comments.models import Comment, Point
from comments.redaction import texts
from comments.responses import coverage
from comments.responses.handing import writers
from comments.review_page import bracketed
from comments.review_page.part import ReviewPart, Side, act_named, version_seen
from comments.teams import name_of


class _OwnerField(forms.ModelChoiceField):
    def label_from_instance(self, obj):
        return name_of(obj)


class DescribeForm(forms.Form):
    """What a point is about, and who sees to its response."""

    topics = forms.ModelMultipleChoiceField(
        None, label=gettext_lazy("Topics"), required=False, widget=forms.CheckboxSelectMultiple
    )
    owner = _OwnerField(
        None,
        label=gettext_lazy("Owner"),
        required=False,
        empty_label=gettext_lazy("Nobody yet"),
        help_text=gettext_lazy("Sees to its response."),
    )

    def __init__(self, data=None, *, comment: Comment, **fields):
        super().__init__(data, **fields)
        self.fields["topics"].queryset = comment.docket.topics.all()
        self.fields["owner"].queryset = writers()
        if not comment.docket.topics.exists():
            del self.fields["topics"]


class BracketForm(DescribeForm):
    """Words to bracket. Its script fills in where the words stand that were selected."""

    part = forms.ChoiceField(label=gettext_lazy("Part of the comment"))
    words = forms.CharField(
        label=gettext_lazy("Words to bracket"),
        max_length=200_000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("As they stand in the comment."),
        error_messages={"required": gettext_lazy("Choose the words to bracket.")},
    )
    occurrence = forms.IntegerField(
        label=gettext_lazy("Which occurrence"),
        required=False,
        min_value=1,
        help_text=gettext_lazy("1 for the first, where these words stand there more than once."),
    )
    nested = forms.BooleanField(
        label=gettext_lazy("Nest"),
        required=False,
        help_text=gettext_lazy(
            "These words lie inside another point, or have another point inside of them."
        ),
    )
    start = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    end = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)
    field_order = ("part", "words", "occurrence", "topics", "owner", "nested")

    def __init__(self, data=None, *, comment: Comment, parts, sees_original: bool):
        super().__init__(data, comment=comment, auto_id="id_bracket_%s")
        self.parts = {part.key: part for part in parts}
        self.sees_original = sees_original
        self.fields["part"].choices = [(key, part.label) for key, part in self.parts.items()]

    def clean(self):
        given = super().clean()
        part, words = self.parts.get(given.get("part")), given.get("words", "")
        if part is None or not words.strip():
            return given
        if given.get("start") is not None and given.get("end"):
            self.passage = Passage(part.key, given["start"], given["end"], words)
            return given
        found = found_in(part, words, sees_original=self.sees_original)
        number = given.get("occurrence") or 1
        if not found:
            self.add_error("words", _("This part does not have these words."))
        elif (len(found) > 1 and not given.get("occurrence")) or number > len(found):
            message = ngettext(
                "This part has these words once.",
                "This part has these words %(count)s times.",
                len(found),
            )
            self.add_error("occurrence", message % {"count": len(found)})
        else:
            self.passage = found[number - 1]
        return given


def found_in(part: letter.Part, words: str, *, sees_original: bool) -> list[Passage]:
    """Where words stand in a part, as this person reads it."""
    stretches = reading.shown_to(part, sees_original=sees_original)
    text = "".join(stretch.text for stretch in stretches)
    found = []
    for start, end in texts.occurrences(text, words):
        place = reading.place_of(stretches, start, end)
        if place:
            found.append(Passage(part.key, *place, text[start:end]))
    return found


def _parts(comment: Comment, *, sees_original: bool) -> list[letter.Part]:
    """The texts of the letter that this person can bracket."""
    return [
        part
        for part in letter.parts_of(comment, person=False)
        if part.shown_to(sees_original=sees_original)
    ]


def _context(comment, user, refused, query: QueryDict) -> dict:
    points = bracketed.points_of(comment)
    may = bracketed.may_bracket(comment, user)
    sees_original = permissions.can_see_original(user)
    parts = list(letter.parts_of(comment, person=False))
    act = act_named((refused or {}).get("action", ""))
    number = (refused or query).get("point", "")
    rows = [
        {
            "point": point,
            "url": bracketed.point_url(query, point, "bracketed"),
            "response_url": bracketed.point_url(query, point),
            "words": bracketing.public_words(point, parts),
            "standing": coverage.standing(point),
            "standing_label": dict(coverage.STANDINGS)[coverage.standing(point)],
            "is_open": may and str(point.number) == number,
        }
        for point in points
    ]
    for place, row in enumerate(rows):
        if row["is_open"]:
            row |= _open(row["point"], comment, points, place, refused, act)
    context = {"rows": rows, "may_bracket": may, "is_final": comment.docket.responses_are_final}
    if may:
        sent = refused if act == "bracket" else None
        choices = _parts(comment, sees_original=sees_original)
        context["form"] = BracketForm(
            sent, comment=comment, parts=choices, sees_original=sees_original
        )
        context["is_sent"] = sent is not None
    return context


def _open(point: Point, comment, points, place: int, refused, act: str) -> dict:
    """The forms of the point that is open."""
    is_mine = refused is not None and refused.get("action", "").endswith(f":{point.pk}")
    present = {"topics": point.topics.all(), "owner": point.owner_id}
    sent = refused if is_mine and act == "describe" else None
    after = points[place + 1 :] + points[:place]
    chosen = (refused or {}).get("with", "") if is_mine else ""
    return {
        "form": DescribeForm(sent, comment=comment, initial=present, auto_id="id_point_%s"),
        "others": [{"point": other, "is_chosen": str(other.pk) == chosen} for other in after],
        "words_typed": (refused or {}).get("words", "") if is_mine and act == "split" else "",
    }


def _bracket(comment, actor, post) -> str:
    sees_original = permissions.can_see_original(actor)
    parts = _parts(comment, sees_original=sees_original)
    form = BracketForm(post, comment=comment, parts=parts, sees_original=sees_original)
    if not permissions.can_bracket(actor):
        raise review.ReviewError(_("You may not do this with comments."))
    if not form.is_valid():
        raise review.ReviewError(_("The words were not bracketed. See what is marked below."))
    nested = {}
    if form.cleaned_data["nested"]:
        found = bracketing.lying(comment=comment, actor=actor, passages=[form.passage])
        nested = {"inside": found.inside, "around": True}
    point = bracketing.bracket(
        comment=comment,
        actor=actor,
        passages=[form.passage],
        topics=form.cleaned_data.get("topics", ()),
        owner=form.cleaned_data["owner"],
        version=version_seen(post),
        **nested,
    )
    return _("%(label)s is bracketed.") % {"label": point.label}


def _describe(comment, actor, post) -> str:
    point = _named(comment, post)
    form = DescribeForm(post, comment=comment)
    if not form.is_valid():
        raise review.ReviewError(_("Choose among the topics and colleagues that are listed."))
    given = form.cleaned_data
    bracketing.describe(
        point=point,
        actor=actor,
        topics=given.get("topics", ()),
        owner=given["owner"],
        version=version_seen(post),
    )
    return _("Topics and owner of %(label)s are set.") % {"label": point.label}


def _split(comment, actor, post) -> str:
    point = _named(comment, post)
    place = _place_of_split(comment, actor, point, post)
    made = bracketing.split(point=point, actor=actor, place=place, version=version_seen(post))
    return _("%(label)s is split: what follows is %(new)s.") % {
        "label": point.label,
        "new": made.label,
    }


def _place_of_split(comment, actor, point: Point, post) -> Passage:
    """What was selected, or the only place in the point where the words stand."""
    words = post.get("words", "")
    start, end = post.get("start", ""), post.get("end", "")
    if all(place.isdecimal() and len(place) < 10 for place in (start, end)):
        return Passage(post.get("part", ""), int(start), int(end), words)
    sees_original = permissions.can_see_original(actor)
    places = [(place.part, place.start, place.end) for place in point.passages.all()]
    found = [
        passage
        for part in _parts(comment, sees_original=sees_original)
        for passage in found_in(part, words, sees_original=sees_original)
        if any(key == part.key and at <= passage.start < end for key, at, end in places)
    ]
    if not found:
        raise review.ReviewError(_("%(label)s does not have these words.") % {"label": point.label})
    if len(found) > 1:
        raise review.ReviewError(
            _("%(label)s has these words %(count)s times. Write more of them.")
            % {"label": point.label, "count": len(found)}
        )
    return found[0]


def _merge(comment, actor, post) -> str:
    point = _named(comment, post)
    other = _of(comment, post.get("with", ""))
    if other is None:
        raise review.ReviewError(_("Choose another point to merge with."))
    merged = bracketing.merge(points=[point, other], actor=actor, version=version_seen(post))
    return _("%(other)s is merged into %(label)s.") % {
        "other": other.label,
        "label": merged.label,
    }


def _remove(comment, actor, post) -> str:
    point = _named(comment, post)
    bracketing.remove(point=point, actor=actor, version=version_seen(post))
    return _("%(label)s is removed.") % {"label": point.label}


def _renumber(comment, actor, post) -> str:
    bracketing.renumber(comment=comment, actor=actor, version=version_seen(post))
    return _("The points are numbered in the order of reading.")


def _named(comment: Comment, post) -> Point:
    point = _of(comment, post.get("action", "").partition(":")[2])
    if point is None:
        raise review.ReviewError(_("This point is not there any more."))
    return point


def _of(comment: Comment, key: str) -> Point | None:
    if not key.isdecimal() or len(key) > 15:
        return None
    return comment.points.filter(pk=int(key)).first()


def _is_shown(comment, user) -> bool:
    if not permissions.can_see_responses(user):
        return False
    return bracketed.may_bracket(comment, user) or bool(bracketed.points_of(comment))


PART = ReviewPart(
    name="points",
    label=gettext_lazy("Points"),
    side=Side.WORK,
    template="comments/admin/review/points.html",
    context=_context,
    acts={
        "bracket": _bracket,
        "describe": _describe,
        "split": _split,
        "merge": _merge,
        "remove": _remove,
        "renumber": _renumber,
    },
    is_shown=_is_shown,
    reads_query=True,
)
