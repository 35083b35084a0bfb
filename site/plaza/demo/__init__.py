"""The demo: one agency's page as its residents know it, and what goes on around it today.

The meetings, dates and files of the past are those of the reference page. What is to come is
counted from the day of loading, so that the demo is always alive. Names of residents and what
they say are made up.
"""
