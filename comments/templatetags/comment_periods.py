"""Filters of the templates about comment periods."""

from django import template

from comments import period_words

register = template.Library()

register.filter("countdown", period_words.countdown)
register.filter("lateness", period_words.lateness)
register.filter("change_in_words", period_words.change)
