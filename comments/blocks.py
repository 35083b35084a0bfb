"""What a section of a draft is made of: text, tables, figures and footnotes."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from engagement.blocks import FigureBlock
from engagement.tables import TableBlock

DRAFT_FEATURES = [
    *("h3", "h4", "bold", "italic", "ol", "ul", "link", "blockquote", "superscript", "subscript"),
]
FOOTNOTE_FEATURES = ["bold", "italic", "link", "superscript", "subscript"]


class FootnoteBlock(blocks.StructBlock):
    """One footnote; `mark` is what stands in the text, such as 3."""

    mark = blocks.CharBlock(label=_("Mark"), max_length=8)
    text = blocks.RichTextBlock(label=_("Text"), features=FOOTNOTE_FEATURES)

    class Meta:
        icon = "info-circle"
        label = _("Footnote")


class DraftBlocks(blocks.StreamBlock):
    """The content of one section, below its heading of the second level."""

    text = blocks.RichTextBlock(
        label=_("Text"),
        features=DRAFT_FEATURES,
        icon="pilcrow",
        description=_("Paragraphs, subheadings and lists"),
    )
    table = TableBlock()
    figure = FigureBlock()
    footnotes = blocks.ListBlock(FootnoteBlock(), label=_("Footnotes"), icon="list-ol")
