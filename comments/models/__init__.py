"""What people say back. One module for each concept."""

from .comments import Addition, Attachment, Comment, Remark
from .comparisons import StoredComparison
from .dockets import Docket, PeriodChange, Topic
from .drafts import Draft, DraftFile, DraftSection
from .pending import PendingComment, PendingFile
from .trail import CommentEvent

__all__ = [
    "Addition",
    "Attachment",
    "Comment",
    "CommentEvent",
    "Docket",
    "Draft",
    "DraftFile",
    "DraftSection",
    "PendingComment",
    "PendingFile",
    "PeriodChange",
    "Remark",
    "StoredComparison",
    "Topic",
]
