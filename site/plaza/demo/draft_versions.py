"""The draft in two versions: the first, which people discussed, and the one out for comment."""

import json
from datetime import date, timedelta

from django.utils import timezone
from wagtail.images.models import Image

from comments import versions
from comments.models import Docket, Draft, DraftFile, DraftSection
from engagement.models import InitiativePage
from plaza.demo import draft_text, pdfs, picture
from plaza.demo.draft_text import EARLIER, SECTIONS
from plaza.demo.making import library_file, publish

LANGUAGES = ("en", "es")
FIRST_DAYS_AGO = 75


def create(initiative: InitiativePage, docket: Docket, *, released_on: date, by) -> Draft:
    """Both versions, published. Returns the second, on which residents comment."""
    first = _first(initiative, by)
    second = versions.new_version(draft=first, by=by)
    second.docket = docket
    second.released_on = released_on
    for code in LANGUAGES:
        setattr(second, f"what_changed_{code}", draft_text.WHAT_CHANGED[code])
    sections = list(second.sections.all())
    sections += [DraftSection(sort_order=place) for place in range(len(sections), len(SECTIONS))]
    for section, texts in zip(sections, SECTIONS, strict=True):
        write_section(section, texts, {code: texts[f"text_{code}"] for code in LANGUAGES})
    _add_blocks(sections)
    second.sections = sections
    second.files = [
        *(_file(second, SECTIONS, code, by) for code in LANGUAGES),
        *(_supporting(second, code, by) for code in LANGUAGES),
    ]
    second.full_clean()
    publish(second, by=by)
    return second


def _first(initiative: InitiativePage, by) -> Draft:
    """The same text as it was before what EARLIER names was changed; one section was not there."""
    first = Draft(
        initiative=initiative,
        released_on=timezone.localdate() - timedelta(days=FIRST_DAYS_AGO),
        **draft_text.HEADLINE,
        **draft_text.SUMMARY,
    )
    texts = [
        {**section, **{f"text_{code}": _earlier(section, code) for code in LANGUAGES}}
        for section in SECTIONS[:-1]
    ]
    first.sections = [
        write_section(
            DraftSection(sort_order=place), one, {code: one[f"text_{code}"] for code in LANGUAGES}
        )
        for place, one in enumerate(texts)
    ]
    first.files = [_file(first, texts, code, by) for code in LANGUAGES]
    first.full_clean()
    publish(first, by=by)
    return first


def _earlier(section: dict[str, str], code: str) -> str:
    text = " ".join(section[f"text_{code}"].split())
    for before, after in EARLIER[code]:
        text = text.replace(after, before)
    return text


def write_section(
    section: DraftSection, texts: dict[str, str], html: dict[str, str]
) -> DraftSection:
    for code in LANGUAGES:
        setattr(section, f"heading_{code}", texts[f"heading_{code}"])
        # Without the line ends of the source: they are no part of the text.
        words = " ".join(html[code].split()).replace("> <", "><")
        setattr(section, f"body_{code}", json.dumps([{"type": "text", "value": words}]))
    return section


def _add_blocks(sections: list[DraftSection]) -> None:
    """A footnote in the first section, a table in the second, a picture in the ships' one."""
    drawing = Image.objects.filter(title=picture.TITLE).first()
    for code in LANGUAGES:
        texts = draft_text.BLOCKS[code]
        _append(sections[0], code, {"type": "footnotes", "value": [texts["footnote"]]})
        _append(sections[1], code, {"type": "table", "value": texts["table"]})
        if drawing:
            figure = {"image": drawing.pk, **texts["figure"]}
            _append(sections[4], code, {"type": "figure", "value": figure})


def _append(section: DraftSection, code: str, block: dict) -> None:
    name = f"body_{code}"
    blocks = [*getattr(section, name).get_prep_value(), block]
    setattr(section, name, json.dumps(blocks))


def _file(draft: Draft, sections, code: str, by) -> DraftFile:
    title = draft_text.HEADLINE[f"headline_{code}"]
    content = pdfs.document(
        language=code,
        title=title,
        note=draft_text.NOTE[code].format(number=draft.number),
        parts=[(one[f"heading_{code}"], one[f"text_{code}"]) for one in sections],
        made_on=draft.released_on,
    )
    name = f"near-term-measures-{draft.number}-{code}.pdf"
    file = library_file(title=title, name=name, content=content, by=by)
    return DraftFile(file=file, language=code, released_on=draft.released_on)


def _supporting(draft: Draft, code: str, by) -> DraftFile:
    title = draft_text.SUPPORTING[f"headline_{code}"]
    content = pdfs.document(
        language=code,
        title=title,
        note=draft_text.SUPPORTING_NOTE[code],
        parts=draft_text.SUPPORTING_PARTS[code],
        made_on=draft.released_on,
    )
    file = library_file(title=title, name=f"meeting-notes-{code}.pdf", content=content, by=by)
    return DraftFile(
        file=file,
        kind=DraftFile.Kind.SUPPORTING,
        language=code,
        released_on=draft.released_on,
        **draft_text.SUPPORTING,
    )
