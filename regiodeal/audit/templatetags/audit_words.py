"""The words of the audit trail in templates."""

from django import template

from regiodeal.audit.acts import words_for

register = template.Library()


@register.filter
def act(code: str) -> str:
    """Return what an act is called: {{ entry.action|act }}."""
    return words_for(code)
