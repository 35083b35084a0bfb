"""How dates and times are written in the Spanish of the United States: 12 hours, a. m./p. m.

Django's own Spanish writes the 24-hour clock and a comma as the decimal sign; readers in the
United States and Mexico write a point (Ortografía de la lengua española, RAE 2010, accepts both).
No "a las" before the time: one o'clock would need "a la".
"""

from django.utils.translation import gettext_noop

DATE_FORMAT = r"j \d\e F \d\e Y"
TIME_FORMAT = "g:i\N{NO-BREAK SPACE}a"  # no line ends between the hour and its half of the day
DATETIME_FORMAT = rf"{DATE_FORMAT}, {TIME_FORMAT}"
MONTH_DAY_FORMAT = r"j \d\e F"
YEAR_MONTH_FORMAT = r"F \d\e Y"
SHORT_DATE_FORMAT = "j b Y"  # "M" would begin with a capital
SHORT_DATETIME_FORMAT = rf"{SHORT_DATE_FORMAT}, {TIME_FORMAT}"
DECIMAL_SEPARATOR = "."
THOUSAND_SEPARATOR = ","

# Django's words for the format letter "a". Named here so that our catalogue translates them: its
# own Spanish leaves out the space that the Ortografía asks for, here one that does not break.
_HALVES_OF_THE_DAY = (gettext_noop("a.m."), gettext_noop("p.m."))
