"""That a file cannot be worked on, and why."""

REFUSED = 3

LOCKED = "locked"
DAMAGED = "damaged"
NO_PAGE = "no_page"
TOO_LARGE = "too_large"


class Refusal(Exception):
    """`reason` is one of the keys above."""

    def __init__(self, reason: str):
        super().__init__(reason)
        self.reason = reason
