"""How dates and times are written in the Spanish of the United States: 12 hours, a. m./p. m.

Django's own Spanish writes the 24-hour clock and a comma as the decimal sign; readers in the
United States and Mexico write a point (Ortografía de la lengua española, RAE 2010, accepts both).
"""

DATE_FORMAT = r"j \d\e F \d\e Y"
TIME_FORMAT = "g:i a"
SHORT_DATE_FORMAT = r"j M Y"
DECIMAL_SEPARATOR = "."
THOUSAND_SEPARATOR = ","
