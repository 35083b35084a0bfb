"""How dates and times are written in English: the words a resident reads on the page."""

DATE_FORMAT = "F j, Y"
TIME_FORMAT = "g:i a"
SHORT_DATE_FORMAT = "M j, Y"
