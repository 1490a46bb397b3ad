"""The history of an object on its page."""

from collections.abc import Iterable

from django import template

from regiodeal.lifecycle.history import history as steps_of
from regiodeal.lifecycle.steps import LifecycleEvent

register = template.Library()


@register.inclusion_tag("components/history.html")
def history(events: Iterable[LifecycleEvent] | None, empty: str = "") -> dict[str, object]:
    """The steps of the object whose trail this is; `empty` is what is said when there is none."""
    return {"steps": steps_of(events or []), "empty": empty}
