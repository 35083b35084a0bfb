"""What reviewers send from the page of a campaign."""

from django import forms
from django.utils.translation import gettext_lazy as _

from comments.models import Campaign, Docket


class NameForm(forms.ModelForm):
    class Meta:
        model = Campaign
        fields = ["name"]
        help_texts = {"name": _("By which colleagues know it. The public does not see it.")}


class MergeForm(forms.Form):
    """Another campaign of the same docket, into which this one goes."""

    into = forms.ModelChoiceField(
        Campaign.objects.none(),
        label=_("Merge into"),
        empty_label=_("Choose a campaign"),
        help_text=_("Its letter then stands for the members of both. This cannot be undone."),
        error_messages={"required": _("Choose another campaign of this docket.")},
    )

    def __init__(self, *args, campaign: Campaign, **kwargs):
        super().__init__(*args, **kwargs)
        others = Campaign.objects.filter(docket=campaign.docket_id).exclude(pk=campaign.pk)
        self.fields["into"].queryset = others.select_related("docket")


class CompareForm(forms.Form):
    """The docket whose comments are compared now."""

    docket = forms.ModelChoiceField(
        Docket.objects.order_by("-opens_at"),
        label=_("Docket"),
        empty_label=_("Choose a docket"),
        error_messages={"required": _("Choose a docket.")},
    )
