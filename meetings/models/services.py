"""What makes a meeting usable for everyone, and whom to ask."""

from datetime import date, timedelta

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator
from django.db import models
from django.forms import CheckboxSelectMultiple, TypedMultipleChoiceField
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from engagement.contacts import check_phone

SATURDAY = 5


class InterpretationLanguage(models.TextChoices):
    """The languages that agencies of this country interpret into most."""

    SPANISH = "es", _("Spanish")
    ENGLISH = "en", _("English")
    ASL = "ase", _("American Sign Language")
    ARABIC = "ar", _("Arabic")
    ARMENIAN = "hy", _("Armenian")
    CANTONESE = "yue", _("Cantonese")
    FARSI = "fa", _("Farsi")
    HMONG = "hmn", _("Hmong")
    JAPANESE = "ja", _("Japanese")
    KHMER = "km", _("Khmer")
    KOREAN = "ko", _("Korean")
    MANDARIN = "cmn", _("Mandarin")
    PUNJABI = "pa", _("Punjabi")
    RUSSIAN = "ru", _("Russian")
    TAGALOG = "tl", _("Tagalog")
    VIETNAMESE = "vi", _("Vietnamese")


class AccessibilityService(models.TextChoices):
    """What is there without asking."""

    STEP_FREE = "step_free", _("Step-free entrance and restroom")
    CAPTIONS = "captions", _("Live captions")
    HEARING_LOOP = "hearing_loop", _("Hearing loop or assistive listening devices")
    LARGE_PRINT = "large_print", _("Materials in large print")
    CHILD_CARE = "child_care", _("Child care")


class ChoicesField(ArrayField):
    """Several of a few choices, as boxes to tick."""

    def __init__(self, base_field=None, **kwargs):
        super().__init__(base_field or models.CharField(max_length=20), **kwargs)

    def formfield(self, **kwargs):
        return models.Field.formfield(
            self,
            choices_form_class=None,
            form_class=TypedMultipleChoiceField,
            choices=self.base_field.choices,
            coerce=str,
            empty_value=[],
            widget=CheckboxSelectMultiple,
            **{name: value for name, value in kwargs.items() if name not in {"widget", "choices"}},
        )


class Services(models.Model):
    """Interpretation, accessibility, and the person who answers questions about the meeting."""

    interpretation = ChoicesField(
        models.CharField(max_length=20, choices=InterpretationLanguage.choices),
        verbose_name=_("interpretation into"),
        default=list,
        blank=True,
        help_text=_("The languages into which the meeting is interpreted."),
    )
    interpretation_on_request = models.BooleanField(
        _("interpretation only on request"),
        default=True,
        help_text=_("When not set, interpreters are there without anybody asking."),
    )
    accessibility = ChoicesField(
        models.CharField(max_length=20, choices=AccessibilityService.choices),
        verbose_name=_("accessibility"),
        default=list,
        blank=True,
        help_text=_("What is there without anybody asking."),
    )
    request_working_days = models.PositiveSmallIntegerField(
        _("ask for services this many working days before"),
        default=3,
        validators=[MaxValueValidator(30)],
        help_text=_("The page shows the date. Requests that come later are still passed on."),
    )
    contact_name = models.CharField(_("contact person"), max_length=120, blank=True)
    contact_email = models.EmailField(_("contact’s e-mail"), blank=True)
    contact_phone = models.CharField(
        _("contact’s telephone"), max_length=40, blank=True, validators=[check_phone]
    )

    class Meta:
        abstract = True

    @property
    def interpretation_labels(self) -> list[str]:
        return [InterpretationLanguage(code).label for code in self.interpretation]

    @property
    def accessibility_labels(self) -> list[str]:
        return [AccessibilityService(code).label for code in self.accessibility]

    @property
    def is_late_for_services(self) -> bool:
        """Whether that day is over; requests are still passed on."""
        return timezone.localdate() > self.request_services_by

    @property
    def request_services_by(self) -> date:
        """The last day, in the agency's zone, on which asking for a service surely helps."""
        day = timezone.localdate(self.starts_at)
        left = self.request_working_days
        while left:
            day -= timedelta(days=1)
            left -= day.weekday() < SATURDAY
        return day
