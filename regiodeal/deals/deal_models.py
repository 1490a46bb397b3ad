"""Which rows are of a deal: those from which a foreign key leads to it, at once or over other rows."""

from django.apps import apps
from django.db import models

from regiodeal.deals.models import Deal


def deal_models() -> list[tuple[type[models.Model], str]]:
    """The models of which rows belong to a deal, each with the lookup that leads there, by name."""
    everything = apps.get_models(include_auto_created=True)
    paths: dict[type[models.Model], str] = {Deal: "pk"}
    while True:
        found = {model: path for model in everything if model not in paths and (path := _path(model, paths))}
        if not found:
            return sorted(paths.items(), key=lambda pair: pair[0].__name__)
        paths |= found


def _path(model: type[models.Model], known: dict[type[models.Model], str]) -> str:
    """Return how a row leads to a deal in one step more, by a field that may be empty only where there is no other."""
    if not model._meta.managed:
        return ""
    steps = [field for field in model._meta.concrete_fields if field.is_relation and field.related_model in known]
    for field in sorted(steps, key=lambda field: field.null):
        rest = known[field.related_model]  # type: ignore[index]
        return field.name if rest == "pk" else f"{field.name}__{rest}"
    return ""
