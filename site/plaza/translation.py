from modeltranslation.translator import TranslationOptions, register

from plaza.models import HomePage


@register(HomePage)
class HomePageTranslation(TranslationOptions):
    fields = ("headline", "summary")
    required_languages = {"en": ("headline",)}
