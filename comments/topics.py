"""A docket's topics in the admin: the list of them, and the choice for one comment."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.viewsets.model import ModelViewSet

from comments.models import Comment, Topic


class TopicForm(WagtailAdminModelForm):
    """A topic keeps its docket once a comment has it."""

    def clean_docket(self):
        docket = self.cleaned_data["docket"]
        if "docket" in self.changed_data and self.instance.pk and self.instance.comments.exists():
            raise forms.ValidationError(_("Comments of the other docket have this topic."))
        return docket

    def clean(self):
        super().clean()
        docket, name = self.cleaned_data.get("docket"), self.cleaned_data.get("name_en")
        same = Topic.objects.filter(docket=docket, name_en=name).exclude(pk=self.instance.pk)
        if docket and name and same.exists():
            self.add_error("name_en", _("This docket has a topic of this name already."))
        return self.cleaned_data


class TopicViewSet(ModelViewSet):
    """What comments on a docket are about; those who review choose among these."""

    model = Topic
    name = "topics"
    icon = "tag"
    menu_label = _("Topics")
    menu_order = 218
    add_to_admin_menu = True
    copy_view_enabled = False
    form_fields = ["docket", "name_en", "name_es"]
    list_display = ["name", "docket"]
    list_filter = ["docket"]
    search_fields = ["name_en", "name_es"]
    ordering = ["docket", "name"]

    def get_form_class(self, for_update=False):
        # Not a class of this module: it may be read before the columns of each language exist.
        return forms.modelform_factory(Topic, form=TopicForm, fields=self.form_fields)


class TopicsForm(forms.Form):
    """The topics of one comment, among those of its docket."""

    topics = forms.ModelMultipleChoiceField(
        Topic.objects.none(),
        label=_("Topics"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Public: readers can choose comments by them."),
    )

    @classmethod
    def of(cls, comment: Comment, sent=None) -> "TopicsForm":
        """With what the comment has now, or with what was sent and refused."""
        form = cls(sent, initial={"topics": comment.topics.all()})
        form.fields["topics"].queryset = comment.docket.topics.all()
        return form


def chosen_topics(post, comment: Comment) -> list[Topic]:
    """What a reviewer sent; a topic that is gone in the meantime is left out."""
    keys = [key for key in post.getlist("topics") if key.isdecimal() and len(key) < 10]
    return list(Topic.objects.filter(docket=comment.docket_id, pk__in=keys))
