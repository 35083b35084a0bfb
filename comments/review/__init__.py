"""Rules of review, and the screens of those who review.

Every rule locks the comment's row first; the person a comment is assigned to is the only one who
moves it, so that two reviewers never overwrite one another. Each act is one entry in the trail.
"""

from .acts import ReviewError, StaleError
from .claims import assign, claim, release
from .marks import clear_suspicion, set_topics
from .moves import DONE, MOVES, OPEN, allowed_moves, move, needs_reason
from .notes import add_note

__all__ = [
    "DONE",
    "MOVES",
    "OPEN",
    "ReviewError",
    "StaleError",
    "add_note",
    "allowed_moves",
    "assign",
    "claim",
    "clear_suspicion",
    "move",
    "needs_reason",
    "release",
    "set_topics",
]
