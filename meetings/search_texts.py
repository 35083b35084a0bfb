"""What search finds of meetings."""

from django.utils.translation import get_language

from engagement import search
from engagement.formatting import long_date
from engagement.translation_state import shown_language
from meetings.models import Meeting


@search.searchable(
    Meeting,
    public=lambda: Meeting.objects.published(),
    indexed=lambda: Meeting.objects.filter(live=True).prefetch_related(
        "initiatives", "materials__file__text"
    ),
    holding=lambda file: Meeting.objects.filter(materials__file=file),
)
def meeting(found: Meeting) -> search.Text:
    """With the words of its presentations, agendas and minutes."""
    body = search.joined(
        [long_date(found.starts_at), found.summary, found.get_kind_display(), found.place]
    )
    return search.Text(
        found.headline,
        body,
        shown_language(found, "headline"),
        [initiative.pk for initiative in found.initiatives.all()],
        # A recording may have no file: its transcript.
        **search.text_of_files(
            [material for material in found.materials.all() if material.file], get_language()
        ),
    )
