"""Bracketing: the passages of a letter become the points that the agency answers one by one."""

from .segments import public_words, segments

__all__ = ["public_words", "segments"]
