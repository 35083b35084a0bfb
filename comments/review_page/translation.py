"""A comment and its translation side by side, part by part: to read, to write, to verify."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.widgets import AdminAutoHeightTextInput

from comments import permissions, translating
from comments.review_page.part import ReviewPart, Side


class TranslationForm(forms.Form):
    """A text for each part of the comment, named by the part's key."""

    prefix = "translation"
    seen = forms.CharField(required=False, widget=forms.HiddenInput(attrs={"data-seen": ""}))

    def __init__(self, *args, passages, language: str, **kwargs):
        super().__init__(*args, **kwargs)
        for passage in passages:
            self.fields[passage.part.key] = forms.CharField(
                label=gettext_lazy("Translation"),
                required=False,
                max_length=translating.MAX_LENGTH,
                widget=AdminAutoHeightTextInput(
                    attrs={"lang": language, "rows": 3, "data-keep": "", "spellcheck": "true"}
                ),
            )
            if passage.is_stale:
                self.fields[_still(passage.part.key)] = forms.BooleanField(
                    label=gettext_lazy("The translation of this part is still right"),
                    required=False,
                )


def _still(key: str) -> str:
    return f"still-{key}"


def _context(comment, user, refused) -> dict:
    translation = translating.translation_of(comment)
    language = translating.target_language(comment)
    passages = translating.passages(comment, translation)
    sees_original = permissions.can_see_original(user)
    shown = {
        passage.part.key: "" if passage.is_stale and not sees_original else passage.text
        for passage in passages
    }
    seen = translating.version_of(comment, translation)
    form = TranslationForm(
        # Whoever saves again has read the page as it is now.
        {**refused.dict(), "translation-seen": seen} if refused else None,
        passages=passages,
        language=language,
        initial={**shown, "seen": seen},
    )
    may_write = permissions.can_translate(user)
    return {
        "translation": translation,
        "language": language,
        "language_name": dict(settings.LANGUAGES)[language],
        "form": form,
        "may_write": may_write,
        "may_verify": may_write and translation and translation.written_by_id != user.pk,
        "is_open": bool(refused or (translation and not translation.is_verified)),
        "seen": seen,
        "rows": [
            {
                "part": passage.part,
                "source": passage.source,
                "text": shown[passage.part.key],
                "is_stale": passage.is_stale,
                "field": form[passage.part.key],
                "still": form[_still(passage.part.key)] if passage.is_stale else None,
                # A colleague's, beside what was typed and refused.
                "theirs": shown[passage.part.key]
                if refused and form[passage.part.key].value() != shown[passage.part.key]
                else "",
            }
            for passage in passages
        ],
    }


def _write(comment, actor, post) -> str:
    passages = translating.passages(comment, translating.translation_of(comment))
    form = TranslationForm(post, passages=passages, language=translating.target_language(comment))
    keys = [passage.part.key for passage in passages if form.add_prefix(passage.part.key) in post]
    if not form.is_valid():
        raise translating.ReviewError(
            " ".join(error for errors in form.errors.values() for error in errors)
        )
    translating.write(
        comment=comment,
        actor=actor,
        parts={key: form.cleaned_data[key] for key in keys},
        still_right={key for key in keys if form.cleaned_data.get(_still(key))},
        seen=form.cleaned_data["seen"],
    )
    return _("The translation is saved. A colleague verifies it before the public sees it.")


def _verify(comment, actor, post) -> str:
    translation = translating.translation_of(comment)
    if translation is None:
        raise translating.ReviewError(gettext_lazy("There is no translation to verify."))
    translating.verify(translation=translation, actor=actor, seen=post.get("seen", ""))
    return _("The translation is verified. It is public as soon as the comment is posted.")


def _is_shown(comment, user) -> bool:
    """To those who translate, and to everybody once there is a translation."""
    return permissions.can_translate(user) or translating.translation_of(comment) is not None


PART = ReviewPart(
    name="translation",
    lands=True,
    side=Side.LETTER,
    template="comments/admin/review/translation.html",
    context=_context,
    acts={"translate": _write, "verify_translation": _verify},
    is_shown=_is_shown,
)
