"""Bracketing: the passages of a letter become the points that the agency answers one by one."""

from .acts import bracket, describe, lying, remove
from .passages import Nesting, Passage
from .reshaping import merge, renumber, split
from .segments import public_words, segments

__all__ = [
    "Nesting",
    "Passage",
    "bracket",
    "describe",
    "lying",
    "merge",
    "public_words",
    "remove",
    "renumber",
    "segments",
    "split",
]
