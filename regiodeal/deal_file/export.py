"""Rows of the database as rows of a deal file: the inverse of the loader, by the same declarations."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from io import StringIO
from typing import Any

from django.db import models
from ruamel.yaml import YAML

from regiodeal.deal_file.form import without_empty
from regiodeal.deal_file.schema import DEAL, list_title, properties, row_schema
from regiodeal.deal_file.schema import lists as schema_lists
from regiodeal.deals.declaration import Children, Rows, all_rows
from regiodeal.deals.in_force import Terms, terms
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
    "first_counted_year",
    "advance_days",
    "own_words",
    "articles",
    "consent_rule",
    "meetings_per_year",
    "owner_name",
    "theme",
    "map_source",
    "map_is_schematic",
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
    """The whole deal as agreed on a date, every field of it: the deal itself, then every list by its key."""
    deal = agreed.deal_itself()
    own = {"slug": deal.slug} | {name: plain_value(deal, name) for name in DEAL_FIELDS}
    own["core_message"] = {"article": deal.core_message_article, "wording": deal.core_message}
    return {
        DEAL: own,
        **{rows.name: [as_file_row(rows, row) for row in agreed.apply(_rows(rows, deal))] for rows in lists},
    }


def short_form(full: Mapping[str, Any], lists: Sequence[Rows]) -> dict[str, Any]:
    """The deal without what may be left out: what is empty, what follows from something else, and what is usual.

    In the order of the schema, so that a file reads as its workbook does.
    """
    own = dict(full[DEAL])
    if own["financing_ends_on"] == own["ends_on"]:
        del own["financing_ends_on"]
    for name in set(own) - set(row_schema(DEAL)["required"]) - {"core_message"}:
        field = Deal._meta.get_field(name)
        assert isinstance(field, models.Field)
        if own[name] == plain_value(Deal(), name):
            del own[name]
    short = {rows.name: [rows.short(row, lambda name: full[name]) for row in full[rows.name]] for rows in lists}
    found = without_empty({DEAL: _in_order(own, DEAL), **{n: [_in_order(row, n) for row in short[n]] for n in short}})
    if "wording" not in found[DEAL].get("core_message", {}):
        found[DEAL].pop("core_message", None)
    return {name: found[name] for name in schema_lists() if name in found}


def _in_order(row: Mapping[str, Any], list_name: str) -> dict[str, Any]:
    order = list(properties(row_schema(list_name)))
    return {
        name: row[name] for name in sorted(row, key=lambda name: order.index(name) if name in order else len(order))
    }


def short_deal(deal: Deal, on: date) -> dict[str, Any]:
    """The deal as agreed on the date, in short form."""
    lists = all_rows()
    return short_form(export_deal(lists, terms(deal, on=on)), lists)


def deal_yaml(deal: Deal, on: date) -> bytes:
    """The deal as agreed on the date as a deal file (YAML, UTF-8), in its short form, that loads without a change."""
    return yaml_text(short_deal(deal, on)).encode()


def yaml_text(data: Mapping[str, Any]) -> str:
    """Plain data as YAML, each list under its title."""
    yaml = YAML(typ="rt")
    yaml.width, yaml.allow_unicode = 110, True
    yaml.indent(mapping=2, sequence=4, offset=2)
    text = StringIO()
    for name, part in data.items():
        text.write(f"\n# {list_title(name)}\n" if text.tell() else f"# {list_title(name)}\n")
        yaml.dump({name: part}, text)
    return text.getvalue()


def deal_json(deal: Deal, on: date) -> bytes:
    """The deal as agreed on the date as a deal file (JSON, UTF-8), every field of it, that loads without a change."""
    return json_text(export_deal(all_rows(), terms(deal, on=on))).encode()


def json_text(data: Mapping[str, Any]) -> str:
    """Plain data as JSON that people can read."""
    return json.dumps(data, ensure_ascii=False, indent=2)
