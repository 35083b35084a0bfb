"""The admin's pages of responses: the list of points, master responses, coverage."""
