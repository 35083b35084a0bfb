"""What people say back. One module for each concept."""

from .attachments import Attachment
from .campaigns import Campaign, CommentSignature
from .comments import Addition, Comment, Remark
from .comparisons import StoredComparison
from .dockets import Docket, PeriodChange, Topic
from .drafts import Draft, DraftFile, DraftSection
from .pending import PendingComment, PendingFile
from .points import Point, PointPassage
from .redactions import Redaction
from .response_documents import DocumentFile, Erratum, ResponseDocument, ResponsePublication
from .responses import Response, ResponseEvent
from .reviewing import BulkAction, CommentWords, ExportRecord, Mention, SavedFilter
from .teams import Team
from .trail import CommentEvent
from .translations import Translation

__all__ = [
    "Addition",
    "Attachment",
    "BulkAction",
    "Campaign",
    "Comment",
    "CommentEvent",
    "CommentSignature",
    "CommentWords",
    "Docket",
    "DocumentFile",
    "Draft",
    "DraftFile",
    "DraftSection",
    "Erratum",
    "ExportRecord",
    "Mention",
    "PendingComment",
    "PendingFile",
    "PeriodChange",
    "Point",
    "PointPassage",
    "Redaction",
    "Remark",
    "Response",
    "ResponseDocument",
    "ResponseEvent",
    "ResponsePublication",
    "SavedFilter",
    "StoredComparison",
    "Team",
    "Topic",
    "Translation",
]
