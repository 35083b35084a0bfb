"""What the home page shows."""

from comments.models import Docket
from engagement.models import Document
from meetings.models import Meeting


def happening_now() -> dict:
    """The next meetings, the comment periods that are open, the latest documents."""
    return {
        "meetings": Meeting.objects.published().upcoming().for_lists()[:3],
        "dockets": Docket.objects.open().for_lists(),
        "documents": Document.objects.published().select_related("initiative").with_files()[:4],
    }
