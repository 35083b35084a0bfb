"""Where people meet. One module for each concept."""

from .feed_states import FeedState
from .join_details import DialInNumber
from .materials import Material
from .meetings import Meeting
from .messages import RegistrantMessage
from .notice import NoticeRule, Posting
from .registrations import Registration
from .series import MeetingSeries
from .services import AccessibilityService, InterpretationLanguage
from .slots import Slot
from .tombstones import Tombstone

__all__ = [
    "AccessibilityService",
    "DialInNumber",
    "FeedState",
    "InterpretationLanguage",
    "Material",
    "Meeting",
    "MeetingSeries",
    "NoticeRule",
    "Posting",
    "RegistrantMessage",
    "Registration",
    "Slot",
    "Tombstone",
]
