"""What people say back. One module for each concept."""

from .comments import Attachment, Comment
from .dockets import Docket
from .drafts import Draft, DraftFile, DraftSection
from .trail import CommentEvent

__all__ = [
    "Attachment",
    "Comment",
    "CommentEvent",
    "Docket",
    "Draft",
    "DraftFile",
    "DraftSection",
]
