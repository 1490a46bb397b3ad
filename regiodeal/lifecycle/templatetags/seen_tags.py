"""What a form carries of a row that it decides on."""

from django import template

from regiodeal.lifecycle import seen

register = template.Library()
register.filter("seen_text", seen.seen_text)
