"""The queue of those who review: the list of comments, its filters, and acts on many."""
