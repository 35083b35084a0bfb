"""The home page."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import ObjectList, TabbedInterface
from wagtail.models import Page

from engagement.models.pages import BilingualPage, language_tab


class HomePage(BilingualPage):
    """What is happening now: next meetings, open comment periods, latest documents."""

    max_count = 1
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["engagement.InitiativeIndexPage", "engagement.StandardPage"]
    template = "plaza/home_page.html"
    edit_handler = TabbedInterface(
        [
            language_tab("en", _("English"), ["headline", "summary"]),
            language_tab("es", _("Spanish"), ["headline", "summary"]),
            ObjectList(Page.promote_panels, heading=_("Promote")),
        ]
    )

    class Meta:
        verbose_name = _("home page")

    def get_context(self, request, *args, **kwargs):
        from plaza.home import happening_now

        return {**super().get_context(request, *args, **kwargs), **happening_now()}
