"""The document library in the admin."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, InlinePanel, ObjectList, TabbedInterface
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from engagement.models import Document
from engagement.panels import FILE_PANELS, language_tabs
from engagement.viewsets import published_column


class DocumentViewSet(SnippetViewSet):
    model = Document
    icon = "doc-full"
    menu_label = _("Library")
    menu_order = 210
    add_to_admin_menu = True
    list_display = ["headline", "initiative", published_column()]
    list_filter = ["initiative", "live"]
    search_fields = ["headline_en", "headline_es"]
    edit_handler = TabbedInterface(
        [
            *language_tabs(["headline", "summary"]),
            ObjectList(
                [
                    FieldPanel("initiative"),
                    InlinePanel(
                        "files",
                        panels=[FieldPanel("version"), *FILE_PANELS],
                        heading=_("Files"),
                        label=_("File"),
                        help_text=_("One for each version and language. Older versions stay."),
                    ),
                ],
                heading=_("Files"),
            ),
        ]
    )


register_snippet(DocumentViewSet)
