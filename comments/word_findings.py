"""What the import of a Word document has to say to the editor."""

from dataclasses import asdict, dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Kind(TextChoices):
    """One thing noticed; the label tells the editor what to do."""

    ALT = "alt", _("A picture has no description. Write what it shows.")
    CAPTION = "caption", _("A table has no caption. Write what it shows.")
    COLUMN = "column", _("A column of a table has no heading. Write one.")
    WIDE = "wide", _("A table has more than eight columns. Make two tables of it.")
    PICTURE = (
        "picture",
        _("A picture could not be read and was left out. Upload it again."),
    )
    LINKED = "linked", _("A picture is not inside the document, only a link to it. Upload it.")
    DRAWING = "drawing", _("A chart or diagram was left out. Put it in as a picture.")
    EQUATION = "equation", _("An equation was left out. Put it in as text or as a picture.")
    UNPAIRED = "unpaired", _("This section has no counterpart in the English text. Write it.")
    MISSING = "missing", _("This section received no text: the document has fewer sections.")
    MERGED = (
        "merged",
        _("A table had merged cells. The first has the text; the others are empty."),
    )
    HEADER_ROWS = "header_rows", _("A table had several rows of headings. They became one.")
    FIRST_ROW = "first_row", _("No row of a table was marked as its headings; the first was taken.")
    LAYOUT = "layout", _("A table with a single row or column became paragraphs.")
    NESTED = "nested", _("A table inside a table became plain text.")
    CELL_PICTURE = "cell_picture", _("A picture in a table was moved below it.")
    NO_HEADING = "no_heading", _("No headings were found, so that all is one section.")
    OPENING = "opening", _("There was text before the first heading. It became a section.")
    TITLE = "title", _("The only heading of the first level was taken as the title.")
    LONG_HEADING = "long_heading", _("A heading was too long and was cut after 200 characters.")
    NUMBERED = "numbered", _("Numbers typed before headings were removed; sections are numbered.")
    HEADING_NOTE = "heading_note", _("A footnote stood in a heading. Put its mark into the text.")
    EMPTY = "empty", _("This section has a heading and no text.")
    INNER_LINK = "inner_link", _("Links to other places in the document were removed.")
    TRACKED = "tracked", _("The document had tracked changes. They were taken as accepted.")
    REMARKS = "remarks", _("Remarks in the margin of the document were left out.")


BEFORE_PUBLISHING = frozenset(
    {
        *(Kind.ALT, Kind.CAPTION, Kind.COLUMN, Kind.WIDE, Kind.PICTURE, Kind.LINKED),
        *(Kind.DRAWING, Kind.EQUATION, Kind.UNPAIRED, Kind.MISSING, Kind.EMPTY),
    }
)
"""What must be put right; all else is there to be looked at."""


@dataclass(frozen=True)
class Finding:
    """`place` is the heading of the section, `detail` what is meant there."""

    kind: Kind
    place: str = ""
    detail: str = ""

    def as_dict(self) -> dict[str, str]:
        """As it is kept in the log."""
        return {**asdict(self), "kind": str(self.kind.value)}

    @classmethod
    def from_dict(cls, kept: dict[str, str]) -> "Finding":
        return cls(Kind(kept["kind"]), kept["place"], kept["detail"])

    @property
    def is_due(self) -> bool:
        """Whether it must be put right before publishing."""
        return self.kind in BEFORE_PUBLISHING
