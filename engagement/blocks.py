"""The blocks editors compose from. None of them can be made ugly or inaccessible.

They stand below a heading of the second level, which the page gives; theirs are of the third.
"""

import re
from pathlib import PurePath
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

from engagement.contacts import check_https, check_phone
from engagement.tables import TableBlock

TEXT_FEATURES = ["h3", "h4", "bold", "italic", "ol", "ul", "link", "document-link"]
PASSAGE_FEATURES = ["bold", "italic", "ol", "ul", "link", "document-link"]
IS_FILE_NAME = re.compile(r"\.(jpe?g|png|gif|webp|avif)$", re.IGNORECASE)
DURATION = r"^([0-9]{1,2}:)?[0-5]?[0-9]:[0-5][0-9]$"


class CalloutBlock(blocks.StructBlock):
    """A short passage set apart: the one thing a reader should not miss."""

    heading = blocks.CharBlock(label=_("Heading"), max_length=100)
    text = blocks.RichTextBlock(label=_("Text"), features=["bold", "italic", "link", "ul"])

    class Meta:
        icon = "warning"
        label = _("Callout")
        description = _("A short passage in a box: the one thing nobody should miss")
        template = "engagement/blocks/callout.html"


class StepBlock(blocks.StructBlock):
    """One step of a process."""

    heading = blocks.CharBlock(
        label=_("What to do"), max_length=100, help_text=_("Begin with a verb: “Choose a meeting”.")
    )
    text = blocks.RichTextBlock(label=_("Text"), features=PASSAGE_FEATURES, required=False)

    class Meta:
        icon = "list-ol"
        label = _("Step")


class StepsBlock(blocks.StructBlock):
    """A process in its order; the numbers come by themselves."""

    steps = blocks.ListBlock(StepBlock(), label=_("Steps"), min_num=2, max_num=12)

    class Meta:
        icon = "list-ol"
        label = _("Steps")
        description = _("What to do, one thing after the other, numbered")
        template = "engagement/blocks/steps.html"


class TimelineEntryBlock(blocks.StructBlock):
    """Something that happened, or is to happen."""

    when = blocks.CharBlock(
        label=_("When"),
        max_length=60,
        help_text=_("As readers would say it: “Spring 2026”, “November 7, 2025”."),
    )
    heading = blocks.CharBlock(label=_("Heading"), max_length=120)
    text = blocks.RichTextBlock(label=_("Text"), features=PASSAGE_FEATURES, required=False)

    class Meta:
        icon = "date"
        label = _("Event")


class TimelineBlock(blocks.StructBlock):
    """Events in the order of time, which may have no exact day; milestones have one."""

    events = blocks.ListBlock(TimelineEntryBlock(), label=_("Events"), min_num=2, max_num=20)

    class Meta:
        icon = "history"
        label = _("Timeline")
        description = _("What happened and what comes next, in order; the earliest first")
        template = "engagement/blocks/timeline.html"


class FigureBlock(blocks.StructBlock):
    """A picture with what it shows in words."""

    image = ImageChooserBlock(label=_("Picture"))
    alt = blocks.TextBlock(
        label=_("What the picture shows"),
        rows=2,
        max_length=300,
        help_text=_(
            "Read to people who cannot see it. Say what matters in it, as you would on the "
            "telephone; write out any words and figures that it contains."
        ),
    )
    caption = blocks.CharBlock(label=_("Caption"), max_length=200, required=False)
    credit = blocks.CharBlock(
        label=_("Credit"),
        max_length=100,
        required=False,
        help_text=_("Who made the picture, for example “Port of Long Beach”."),
    )

    class Meta:
        icon = "image"
        label = _("Picture")
        description = _("A photograph, map or chart, described in words")
        template = "engagement/blocks/figure.html"

    def clean(self, value):
        cleaned = super().clean(value)
        # A draft may be saved as far as it has come: words for pictures are written one by one.
        if self.is_deferred_validation:
            return cleaned
        alt = cleaned["alt"].strip()
        file_name = slugify(PurePath(cleaned["image"].filename).stem)
        if " " not in alt or IS_FILE_NAME.search(alt) or slugify(alt) == file_name:
            message = _("This is one word or the name of a file. Say what the picture shows.")
            raise blocks.StructBlockValidationError({"alt": ValidationError(message)})
        return cleaned


class VideoValue(blocks.StructValue):
    @property
    def host(self) -> str:
        """Where the link leads, so that nobody is surprised to leave this site."""
        return (urlsplit(self["url"]).hostname or "").removeprefix("www.")


class VideoBlock(blocks.StructBlock):
    """A video elsewhere, by a link: no player of somebody else follows our readers."""

    title = blocks.CharBlock(label=_("Title"), max_length=150)
    url = blocks.URLBlock(
        label=_("Address of the video"),
        validators=[check_https],
        help_text=_("The page on which it can be watched; it should have captions."),
    )
    duration = blocks.CharBlock(
        label=_("Length"),
        max_length=8,
        validators=[
            RegexValidator(DURATION, _("Write minutes and seconds, for example 12:05 or 1:02:30."))
        ],
        help_text=_("Minutes and seconds, for example 12:05"),
    )
    transcript = blocks.RichTextBlock(
        label=_("Transcript"),
        features=PASSAGE_FEATURES,
        help_text=_(
            "All that is said and what is shown, for people who cannot hear or see it, or have "
            "no time to watch."
        ),
    )

    class Meta:
        icon = "media"
        label = _("Video")
        description = _("A link to a video, with its transcript on this page")
        template = "engagement/blocks/video.html"
        value_class = VideoValue


class ContactBlock(blocks.StructBlock):
    """A person to ask."""

    name = blocks.CharBlock(label=_("Name"), max_length=100)
    role = blocks.CharBlock(
        label=_("Position"),
        max_length=120,
        required=False,
        help_text=_("What to ask this person about, or the title."),
    )
    phone = blocks.CharBlock(
        label=_("Telephone"), max_length=40, required=False, validators=[check_phone]
    )
    email = blocks.EmailBlock(label=_("E-mail"), required=False)

    class Meta:
        icon = "user"
        label = _("Contact")
        description = _("A person or an office to ask")
        template = "engagement/blocks/contact.html"

    def clean(self, value):
        cleaned = super().clean(value)
        if not cleaned["phone"] and not cleaned["email"]:
            message = _("Give a telephone number or an e-mail address.")
            raise blocks.StructBlockValidationError({"phone": ValidationError(message)})
        return cleaned


class QuestionBlock(blocks.StructBlock):
    """One part of an accordion."""

    heading = blocks.CharBlock(
        label=_("Question or heading"),
        max_length=150,
        help_text=_("Must tell alone what is inside; readers see only this at first."),
    )
    text = blocks.RichTextBlock(label=_("Text"), features=PASSAGE_FEATURES)

    class Meta:
        icon = "help"
        label = _("Part")


class AccordionBlock(blocks.StructBlock):
    """Parts that open one by one, for questions of which each reader has one or two."""

    parts = blocks.ListBlock(QuestionBlock(), label=_("Parts"), min_num=1, max_num=30)

    class Meta:
        icon = "collapse-down"
        label = _("Accordion")
        description = _("Questions whose answers open one by one. Not for what all should read")
        template = "engagement/blocks/accordion.html"


class ContentBlocks(blocks.StreamBlock):
    """The body of a bilingual page."""

    text = blocks.RichTextBlock(
        label=_("Text"),
        features=TEXT_FEATURES,
        icon="pilcrow",
        description=_("Paragraphs, subheadings and lists"),
    )
    callout = CalloutBlock()
    steps = StepsBlock()
    timeline = TimelineBlock()
    figure = FigureBlock()
    video = VideoBlock()
    contact = ContactBlock()
    accordion = AccordionBlock()
    table = TableBlock()


class SectionBlock(blocks.StructBlock):
    """A part of a page below its own heading, which stands in the list of contents as well."""

    heading = blocks.CharBlock(label=_("Heading"), max_length=100)
    content = ContentBlocks(label=_("Content"))

    class Meta:
        icon = "title"
        label = _("Section")
        template = "engagement/blocks/section.html"
