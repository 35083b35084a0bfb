"""What search finds of meetings."""

from engagement import search
from engagement.formatting import long_date
from engagement.translation_state import shown_language
from meetings.models import Meeting


@search.searchable(Meeting, public=lambda: Meeting.objects.published())
def meeting(found: Meeting) -> search.Text:
    body = search.joined(
        [long_date(found.starts_at), found.summary, found.get_kind_display(), found.place]
    )
    return search.Text(found.headline, body, shown_language(found, "headline"))
