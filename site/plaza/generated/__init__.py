"""A docket of thousands of generated letters: to try review with, and to measure it.

letters.py says what people write, lives.py what became of each letter, docket.py stores both.
All people, groups and numbers are made up.
"""
