"""`{% word "areas" %}` and `{% art "amendment" %}`: what the deal that is spoken of calls it, and where it says so."""

from django import template

from regiodeal.deals import words

register = template.Library()


@register.simple_tag
def word(key: str) -> str:
    """The word for a key, as deals/words.py gives it: area, areas, the_area, The_area."""
    return words.word(key)


@register.filter
def cite(article: str, word: str = "art.") -> str:
    """'art. 12 lid 2' of the article that stands with a row; what is no number, such as a recital, as it is."""
    return words.cited(article, word=word)


@register.simple_tag
def art(provision: str) -> str:
    """' (art. 12)' with the space before it, or nothing where the deal names no article for it."""
    return words.quote(provision)


@register.filter
def after(text: str, opening: str) -> str:
    """The text behind an opening such as ', art. ', or nothing where there is no text: a row may name no article."""
    return f"{opening}{text}" if text else ""


@register.filter
def quoted(article: str) -> str:
    """' (art. 12)' for the article of a row, with the space before it, or nothing where the row names none."""
    return words.quoted(article)
