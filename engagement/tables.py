"""A table that everybody can read: with a caption, and a heading above each column."""

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import (
    TypedTableBlock,
    TypedTableBlockValidationError,
)

MAX_COLUMNS = 8


class TableBlock(TypedTableBlock):
    """Columns of text or of numbers. Wagtail asks for caption and headings; we demand them."""

    text = blocks.CharBlock(label=_("Text"), max_length=300, required=False)
    number = blocks.DecimalBlock(label=_("Number"), required=False)
    link = blocks.RichTextBlock(
        label=_("Text with links"), features=["bold", "link", "document-link"], required=False
    )

    class Meta:
        icon = "table"
        label = _("Table")
        description = _("Facts to compare, in columns; never for layout")
        template = "engagement/blocks/table.html"
        help_text = _(
            "Write a caption and a heading for each column. The first column names its row."
        )

    def clean(self, value):
        cleaned = super().clean(value)
        if self.is_deferred_validation:  # saved as a draft
            return cleaned
        if problems := _problems(cleaned):
            raise TypedTableBlockValidationError(non_block_errors=problems)
        return cleaned


def _problems(table) -> list[str]:
    problems = []
    if not table.caption.strip():
        problems.append(gettext("Write a caption: what does the table show?"))
    if len(table.columns) < 2 or not table.row_data:
        problems.append(gettext("A table needs at least two columns and one row."))
    if len(table.columns) > MAX_COLUMNS:
        message = ngettext(
            "A table can have at most %(count)s column. Make two tables of it.",
            "A table can have at most %(count)s columns. Make two tables of it.",
            MAX_COLUMNS,
        )
        problems.append(message % {"count": MAX_COLUMNS})
    if not all(column["heading"].strip() for column in table.columns):
        problems.append(gettext("Write a heading above each column."))
    return problems
