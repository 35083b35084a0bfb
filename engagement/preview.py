"""Wagtail's preview in each of the site's languages, for pages and for snippets."""

from django.conf import settings
from django.utils import translation
from wagtail.models import PreviewableMixin


class BilingualPreviewMixin(PreviewableMixin):
    """Offers one preview mode for each language, named as the language names itself."""

    preview_template = ""
    """Named by snippets; a page is previewed in its own template."""

    @property
    def preview_modes(self):
        return [
            (code, translation.get_language_info(code)["name_local"].capitalize())
            for code, _name in settings.LANGUAGES
        ]

    def serve_preview(self, request, mode_name):
        """Render at once, while the language is active: a template response is lazy."""
        language = mode_name or settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = super().serve_preview(request, mode_name)
            if hasattr(response, "render"):
                response.render()
            response.headers["Content-Language"] = language
        return response

    def get_preview_template(self, request, mode_name):
        return self.preview_template or super().get_preview_template(request, mode_name)
