"""The page to work on one comment: the letter on one side, the work on the other.

The page is put together from parts (part.ReviewPart): each says what it shows, and does the acts
of its own forms. `page.PARTS` is their order.
"""
