"""What the agency answers: writing it, moving it to approval, and how much is answered.

Rules alone; the admin's pages of it are in comments.response_pages and comments.review_page.
"""
