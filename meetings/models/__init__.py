"""Where people meet. One module for each concept."""

from .materials import Material
from .meetings import DialInNumber, Meeting
from .registrations import Registration

__all__ = ["DialInNumber", "Material", "Meeting", "Registration"]
