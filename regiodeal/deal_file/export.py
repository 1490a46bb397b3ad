"""Rows of the database as rows of a deal file: the inverse of the loader, by the same declarations."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.db import models

from regiodeal.deals.declaration import Children, Rows
from regiodeal.deals.in_force import Terms
from regiodeal.deals.models import AgreedRow, Deal

DEAL_FIELDS = (
    "name",
    "short_name",
    "region_name",
    "article",
    "signed_on",
    "in_force_on",
    "ends_on",
    "financing_ends_on",
    "drift_margin",
    "own_words",
    "articles",
    "consent_rule",
    "meetings_per_year",
)


def stored_rows(rows: Rows, deal: Deal) -> list[AgreedRow]:
    """The model's rows as the deal file gave them, in order, with all that an export reads fetched at once."""
    return list(_rows(rows, deal).filter(agreed_from__isnull=True))


def _rows(rows: Rows, deal: Deal) -> models.QuerySet[AgreedRow]:
    queryset = rows.model._default_manager.filter(rows.owned, deal=deal).order_by("position", "pk")
    queryset = queryset.select_related(*rows.refs) if rows.refs else queryset
    owned = [models.Prefetch(child.name, child.model._default_manager.filter(child.owned)) for child in rows.children]
    return queryset.prefetch_related(*rows.many, *owned)


def as_file_row(rows: Rows, instance: AgreedRow) -> dict[str, object]:
    """One stored row as the deal file would write it: code, article, then the declared fields."""
    row: dict[str, object] = {"code": instance.code, "article": instance.article}
    for name in rows.refs:
        referred = getattr(instance, name)
        row[name] = referred.code if referred else None
    for name in rows.many:
        row[name] = [referred.code for referred in getattr(instance, name).all()]
    for name in rows.plain:
        row[name] = plain_value(instance, name)
    for child in rows.children:
        row[child.name] = [child_row(child, stored) for stored in getattr(instance, child.name).all()]
    return row


def child_row(child: Children, stored: models.Model) -> dict[str, object]:
    """One row inside a row, key fields first."""
    return {name: plain_value(stored, name) for name in dict.fromkeys((*child.key, *child.plain))}


def plain_value(instance: models.Model, name: str) -> object:
    """A field's value as the deal file writes it: dates in ISO form, amounts with two decimals, other numbers bare.

    No decimal leaves as a number, so that no reader of the file turns an amount into a float.
    """
    value = getattr(instance, name)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        field = instance._meta.get_field(name)
        if isinstance(field, models.DecimalField):
            return f"{value.normalize():f}"
        assert isinstance(field, models.Field)
        return field.value_to_string(instance)
    return value


def export_deal(lists: Iterable[Rows], agreed: Terms) -> dict[str, object]:
    """The whole deal as agreed on a date, in the form of its deal file: the deal itself, then every list by its key."""
    deal = agreed.deal_itself()
    own = {"slug": deal.slug} | {name: plain_value(deal, name) for name in DEAL_FIELDS}
    own["core_message"] = {"article": deal.core_message_article, "wording": deal.core_message}
    return {
        "deal": own,
        **{rows.name: [as_file_row(rows, row) for row in agreed.apply(_rows(rows, deal))] for rows in lists},
    }


def deal_yaml(deal: Deal, on: date) -> bytes:
    """The deal as agreed on the date as a deal file (YAML, UTF-8), in its short form, that loads without a change."""
    raise NotImplementedError


def deal_json(deal: Deal, on: date) -> bytes:
    """The deal as agreed on the date as a deal file (JSON, UTF-8), in its short form, that loads without a change."""
    raise NotImplementedError
