"""Which rows are of a deal: those from which a foreign key leads to it, at once or over other rows."""

from functools import reduce
from operator import or_
from typing import Any

from django.apps import apps
from django.db import models

from regiodeal.deals.models import Deal

type Ways = tuple[str, ...]  # lookups that lead from a row to its deal; a row of one of several records has more


def deal_models() -> list[tuple[type[models.Model], Ways]]:
    """The models of which rows belong to a deal, each with the lookups that lead there, by name.

    A field that is always filled leads there alone. Where each of them may be empty, as with evidence of a figure or of
    a story, a row belongs to the deal to which any of them leads.
    """
    everything = apps.get_models(include_auto_created=True)
    ways: dict[type[models.Model], Ways] = {Deal: ("pk",)}
    while True:
        open_ = [model for model in everything if model not in ways and model._meta.managed]
        found = {model: _ways(_steps(model, ways, null=False)[:1], ways) for model in open_}
        if not any(found.values()):
            found = {model: _ways(_steps(model, ways, null=True), ways) for model in open_}
        if not any(found.values()):
            return sorted(ways.items(), key=lambda pair: pair[0].__name__)
        ways |= {model: each for model, each in found.items() if each}


def rows_of[Row: models.Model](model: type[Row], ways: Ways, deal: int) -> models.QuerySet[Row]:
    """The rows of a model that belong to the deal with this key."""
    return model._default_manager.filter(reduce(or_, (models.Q(**{way: deal}) for way in ways)))


def _steps(model: type[models.Model], known: dict[type[models.Model], Ways], *, null: bool) -> list[Any]:
    """The fields of a row that lead to a row of a deal, and may be empty or not."""
    fields: list[Any] = [field for field in model._meta.concrete_fields if field.is_relation]
    return [field for field in fields if field.related_model in known and field.null == null]


def _ways(steps: list[Any], known: dict[type[models.Model], Ways]) -> Ways:
    return tuple(
        field.name if way == "pk" else f"{field.name}__{way}" for field in steps for way in known[field.related_model]
    )
