"""Form fields of both languages."""

from django import forms

from engagement.translation_state import is_translated, shown_language


class SelectInItsLanguage(forms.Select):
    """A list of rows of which each option says so when it is not in the reader's language.

    `field` is the translated field that the options show (WCAG 2.2 SC 3.1.2).
    """

    def __init__(self, *args, field: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.field = field

    def create_option(self, name, value, *args, **kwargs):
        option = super().create_option(name, value, *args, **kwargs)
        instance = getattr(value, "instance", None)
        if instance is not None and not is_translated(instance, self.field):
            option["attrs"]["lang"] = shown_language(instance, self.field)
        return option


class SelectLanguage(forms.Select):
    """A list of languages, each in its own words and marked as such (WCAG 2.2 SC 3.1.2)."""

    def create_option(self, name, value, *args, **kwargs):
        option = super().create_option(name, value, *args, **kwargs)
        if value:
            option["attrs"]["lang"] = value
        return option
