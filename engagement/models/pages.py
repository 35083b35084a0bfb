"""Pages in both languages, and the initiative: what the public page of a project shows."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, ObjectList, TabbedInterface
from wagtail.fields import StreamField
from wagtail.models import Orderable, Page, PageManager, PageViewRestriction
from wagtail.query import PageQuerySet

from engagement.blocks import ContentBlocks, SectionBlock
from engagement.preview import BilingualPreviewMixin


def language_tab(language: str, heading: str, fields: list[str]) -> ObjectList:
    """The tab of the page editor that holds one language's fields."""
    return ObjectList([FieldPanel(f"{field}_{language}") for field in fields], heading=heading)


class BilingualPage(BilingualPreviewMixin, Page):
    """A page whose `headline` and `summary` exist in each language.

    Page.title cannot be translated from a child model; it mirrors the English headline (while a
    draft has none, the Spanish one) and serves the admin's tree alone. Concrete pages register
    their fields in translation.py.
    """

    headline = models.CharField(
        _("headline"), max_length=200, help_text=_("The page's title, as residents see it.")
    )
    summary = models.TextField(
        _("summary"),
        blank=True,
        max_length=400,
        help_text=_("One or two sentences in plain words; shown in lists and search results."),
    )

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.headline or self.title

    def full_clean(self, *args, **kwargs):
        self._mirror_headline()
        super().full_clean(*args, **kwargs)

    def minimal_clean(self):
        """How Wagtail checks a page that is saved as a draft."""
        self._mirror_headline()
        super().minimal_clean()

    def _mirror_headline(self) -> None:
        # Before Page derives the slug from the title, which may never be empty.
        self.title = (self.headline_en or self.headline_es or gettext("Untitled"))[:255]
        self.draft_title = self.title

    is_restricted = True
    """False on a page that was found together with the answer that nothing restricts it."""

    def get_view_restrictions(self):
        if self.is_restricted:
            return super().get_view_restrictions()
        return PageViewRestriction.objects.none()

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["page_headline"] = self.headline
        return context


class InitiativeIndexPage(BilingualPage):
    """The list of all initiatives."""

    max_count = 1
    parent_page_types = ["plaza.HomePage"]
    subpage_types = ["engagement.InitiativePage"]
    template = "engagement/initiative_index_page.html"
    edit_handler = TabbedInterface(
        [
            language_tab("en", _("English"), ["headline", "summary"]),
            language_tab("es", _("Spanish"), ["headline", "summary"]),
            ObjectList(Page.promote_panels, heading=_("Promote")),
        ]
    )

    class Meta:
        verbose_name = _("list of initiatives")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["initiatives"] = InitiativePage.objects.live().child_of(self).order_by("-pk")
        return context


class InitiativePage(BilingualPage):
    """A project, rule or plan that the agency works on with its residents."""

    about = StreamField(ContentBlocks, verbose_name=_("about"), blank=True)
    next_steps = StreamField(ContentBlocks, verbose_name=_("next steps"), blank=True)

    parent_page_types = ["engagement.InitiativeIndexPage"]
    subpage_types = []
    template = "engagement/initiative_page.html"
    edit_handler = TabbedInterface(
        [
            language_tab("en", _("English"), ["headline", "summary", "about", "next_steps"]),
            language_tab("es", _("Spanish"), ["headline", "summary", "about", "next_steps"]),
            ObjectList([InlinePanel("milestones", label=_("Milestone"))], heading=_("Milestones")),
            ObjectList(Page.promote_panels, heading=_("Promote")),
        ]
    )

    class Meta:
        verbose_name = _("initiative")
        verbose_name_plural = _("initiatives")

    def get_context(self, request, *args, **kwargs):
        """Let each app above add its part: meetings and comments are not known here."""
        from engagement.parts import initiative_parts

        context = super().get_context(request, *args, **kwargs)
        context.update(initiative_parts(self))
        return context


class StandardPageQuerySet(PageQuerySet):
    def in_footer(self):
        """The pages that every page's footer leads to, in the order of the admin's tree."""
        return self.live().filter(show_in_footer=True).order_by("path")


class StandardPage(BilingualPage):
    """A page that stands for itself: accessibility, privacy, contact."""

    body = StreamField(
        [("section", SectionBlock())],
        verbose_name=_("body"),
        blank=True,
        help_text=_("Sections, each with its heading. Readers find the headings in a list."),
    )
    show_in_footer = models.BooleanField(
        _("link in the footer"),
        default=True,
        help_text=_("Put a link to this page at the foot of every page."),
    )

    objects = PageManager.from_queryset(StandardPageQuerySet)()
    parent_page_types = ["plaza.HomePage"]
    subpage_types = []
    template = "engagement/standard_page.html"
    edit_handler = TabbedInterface(
        [
            language_tab("en", _("English"), ["headline", "summary", "body"]),
            language_tab("es", _("Spanish"), ["headline", "summary", "body"]),
            ObjectList([FieldPanel("show_in_footer"), *Page.promote_panels], heading=_("Promote")),
        ]
    )

    class Meta:
        verbose_name = _("information page")
        verbose_name_plural = _("information pages")


class Milestone(Orderable):
    """A dated step of an initiative, shown on its timeline."""

    initiative = ParentalKey(InitiativePage, related_name="milestones", on_delete=models.CASCADE)
    headline = models.CharField(_("headline"), max_length=200)
    description = models.TextField(_("description"), blank=True, max_length=600)
    due_on = models.DateField(_("date"), help_text=_("The day by which this step is due."))

    panels = [
        FieldPanel("headline_en"),
        FieldPanel("headline_es"),
        FieldPanel("description_en"),
        FieldPanel("description_es"),
        FieldPanel("due_on"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")

    def __str__(self) -> str:
        return self.headline

    @property
    def is_past(self) -> bool:
        """Whether the due day is over in the agency's zone."""
        return self.due_on < timezone.localdate()
