"""The import of a Word document: its sections become those of a draft, for an editor to check.

Nothing is published. What had to be changed or left out is kept in the draft's history, with who
imported which file, and the report is read from there.
"""

import json
from collections import Counter
from io import BytesIO

from django.core.exceptions import ValidationError
from django.core.files.images import ImageFile
from django.db import transaction
from wagtail.images import get_image_model
from wagtail.images.fields import WagtailImageField
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry
from wagtail.utils.file import hash_filelike

from comments.models import Draft, DraftSection
from comments.word_findings import Finding, Kind
from comments.word_reading import Picture, Section, WordDocument
from comments.word_tables import Table, plain
from engagement.models import InitiativePage

LOG_ACTION = "comments.import_word"
_ENDINGS = {"image/png": "png", "image/jpeg": "jpg", "image/gif": "gif", "image/webp": "webp"}


def import_as_draft(
    *, document: WordDocument, initiative: InitiativePage, file_name: str, by
) -> ModelLogEntry:
    """A new draft from an English document, unpublished. Returns the entry in its history."""
    with _Pictures(by) as pictures, transaction.atomic():
        draft = Draft(
            initiative=initiative,
            headline_en=(document.title or file_name)[:200],
            live=False,
            has_unpublished_changes=True,
        )
        draft.save()
        return _fill(draft, document, "en", pictures, file_name, by)


def import_into_draft(
    *, document: WordDocument, draft: Draft, language: str, file_name: str, by
) -> ModelLogEntry:
    """Give the sections of a draft their text in one language, in the order they stand in.

    What is published stays as it is: this is a revision, as when an editor saves. Returns the
    entry in the draft's history.
    """
    with _Pictures(by) as pictures, transaction.atomic():
        locked = Draft.objects.select_for_update().get(pk=draft.pk)
        latest = locked.get_latest_revision_as_object()
        if document.title and not getattr(latest, f"headline_{language}"):
            setattr(latest, f"headline_{language}", document.title[:200])
        return _fill(latest, document, language, pictures, file_name, by)


def _fill(draft, document, language, pictures, file_name, by) -> ModelLogEntry:
    findings = list(document.findings)
    sections = list(draft.sections.all())
    for place, read in enumerate(document.sections):
        if place < len(sections):
            section = sections[place]
        else:
            section = DraftSection(sort_order=len(sections))
            sections.append(section)
            if language != "en":
                findings.append(Finding(Kind.UNPAIRED, read.heading))
        setattr(section, f"heading_{language}", read.heading or draft.headline_en[:200])
        setattr(section, f"body_{language}", json.dumps(_body(read, pictures, findings)))
    for section in sections[len(document.sections) :]:
        findings.append(Finding(Kind.MISSING, section.heading or ""))
    draft.sections = sections
    revision = draft.save_revision(user=by)
    return log(
        draft,
        LOG_ACTION,
        user=by,
        revision=revision,
        content_changed=True,
        title=str(draft),
        data={
            "file": file_name,
            "language": language,
            "counts": _counts(document),
            "findings": [finding.as_dict() for finding in findings],
        },
    )


def _counts(document: WordDocument) -> dict[str, int]:
    """How much was found, for the editor to compare with the document."""
    counts = Counter(sections=len(document.sections))
    for section in document.sections:
        counts["footnotes"] += len(section.notes)
        for block in section.blocks:
            if isinstance(block, Table):
                counts["tables"] += 1
            elif isinstance(block, Picture):
                counts["figures"] += 1
            else:
                counts["paragraphs"] += block.count("<p>") + block.count("<li>")
    return dict(counts)


def _body(section: Section, pictures: "_Pictures", findings: list[Finding]) -> list[dict]:
    """The blocks as a StreamField stores them."""
    body = []
    for block in section.blocks:
        if isinstance(block, Table):
            body.append({"type": "table", "value": _table(block)})
        elif isinstance(block, str):
            body.append({"type": "text", "value": block})
        elif block.content:
            try:
                image = pictures.stored(block)
            except ValidationError:
                detail = block.caption or block.alt
                findings.append(Finding(Kind.PICTURE, section.heading, detail[:100]))
                continue
            value = {"image": image.pk, "alt": block.alt[:300], "caption": block.caption[:200]}
            body.append({"type": "figure", "value": value})
    if section.notes:
        notes = [{"mark": note.mark, "text": note.html} for note in section.notes]
        body.append({"type": "footnotes", "value": notes})
    return body


def _table(table: Table) -> dict:
    columns = [
        {"type": "link" if rich else "text", "heading": heading}
        for heading, rich in zip(table.headings, table.rich, strict=True)
    ]
    rows = [
        {
            "values": [
                f"<p>{cell}</p>" if rich and cell else plain(cell)
                for cell, rich in zip(row, table.rich, strict=True)
            ]
        }
        for row in table.rows
    ]
    return {"columns": columns, "rows": rows, "caption": table.caption}


class _Pictures:
    """Stores pictures, each once; their files go again when the import does not succeed."""

    def __init__(self, by):
        self.by = by
        self.written: list = []

    def __enter__(self):
        return self

    def __exit__(self, failed, error, trace):
        if failed:
            for image in self.written:
                image.file.storage.delete(image.file.name)

    def stored(self, picture: Picture):
        """The image in the library. Raises ValidationError for what is no picture of the web."""
        model = get_image_model()
        file_hash = hash_filelike(BytesIO(picture.content))
        found = model.objects.filter(file_hash=file_hash).first()
        if found:
            return found
        ending = _ENDINGS.get(picture.mime)
        if ending is None:
            raise ValidationError(picture.mime)
        file = ImageFile(BytesIO(picture.content), name=f"figure-{file_hash[:12]}.{ending}")
        file.content_type = picture.mime
        # Wagtail's own checks of an upload: the format, the size, the number of pixels.
        WagtailImageField().clean(file)
        file.seek(0)
        title = (picture.alt or picture.caption or file.name)[:255]
        image = model(title=title, file=file, uploaded_by_user=self.by)
        image.file_hash = file_hash
        image.file_size = len(picture.content)
        image.save()
        self.written.append(image)
        return image
