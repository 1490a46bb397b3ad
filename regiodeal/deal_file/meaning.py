"""The meaning of a deal file: what the declared lists ask of each other, and the checks that each app gives."""

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models

from regiodeal.base.values import FileRow
from regiodeal.deal_file.faults import Fault
from regiodeal.deal_file.places import line_text
from regiodeal.deal_file.schema import DEAL, list_title
from regiodeal.deals.declaration import Rows, all_rows, sections
from regiodeal.deals.models import AgreedRow, Deal

if TYPE_CHECKING:
    from regiodeal.deal_file.document import DealFile

_FEW = 12  # codes that a message names


def meaning_faults(document: "DealFile") -> list[Fault]:
    """Every fault and every remark about what the file says."""
    found = [*_deal_faults(document)]
    for rows in all_rows():
        found += _twice(document, rows)
        found += _unknown_codes(document, rows)
        found += _unfit(document, rows)
    for section in sections():
        for check in section.checks:
            found += check(document)
    return found


def list_of(model: type[AgreedRow]) -> str:
    """The list of the deal file that holds the rows of a model."""
    return next(rows.name for rows in all_rows() if rows.model is model)


def codes(document: "DealFile", list_name: str) -> set[str]:
    """The codes that stand in a list."""
    return {str(row["code"]) for row in document.rows(list_name) if "code" in row}


def _deal_faults(document: "DealFile") -> Iterator[Fault]:
    yield from _unfit_fields(document, Deal, document.deal(), DEAL, None)


def _twice(document: "DealFile", rows: Rows) -> Iterator[Fault]:
    listed = document.rows(rows.name)
    count = Counter(row.get("code") for row in listed)
    seen: set[str] = set()
    for index, row in enumerate(listed):
        code = row.get("code")
        if code is not None and count[code] > 1:
            if code in seen:
                told = f"De code '{code}' staat er twee keer in."
                yield document.fault(told, rows.name, index, "code", remedy="Geef deze rij een andere code.")
            seen.add(code)
        for child in rows.children:
            keys = set()
            for number, part in enumerate(row.get(child.name) or ()):
                key = tuple(part.get(name) for name in child.key) if isinstance(part, dict) else (None,)
                if key in keys and None not in key:
                    told = f"'{', '.join(map(str, key))}' staat er twee keer in."
                    yield document.fault(
                        told, rows.name, index, child.name, number, child.key[0], remedy="Haal er een weg."
                    )
                keys.add(key)


def _unknown_codes(document: "DealFile", rows: Rows) -> Iterator[Fault]:
    referred = {name: list_of(model) for name, model in {**rows.refs, **rows.many}.items()}
    known = {name: codes(document, listed) for name, listed in referred.items()}
    for index, row in enumerate(document.rows(rows.name)):
        for name, listed in referred.items():
            named = row.get(name)
            for code in [named] if isinstance(named, str) else named or ():
                if code not in known[name]:
                    yield document.fault(
                        f"'{line_text(code)}' staat niet bij {list_title(listed)}.",
                        rows.name,
                        index,
                        name,
                        remedy=_unread_code(document, listed) or one_of(sorted(known[name])),
                    )


def _unread_code(document: "DealFile", list_name: str) -> str:
    """Point at the first row of which the code cannot be read, since that row may be the one that is meant."""
    unread = next((index for index, row in enumerate(document.rows(list_name)) if "code" not in row), None)
    if unread is None:
        return ""
    at = document.places.at((list_name, unread))
    return f"Verbeter eerst de code op regel {at.line or unread + 1} van {list_title(list_name)}."


def one_of(known: list[str]) -> str:
    """What could be filled in, when those are few enough to name."""
    if not known:
        return "Die lijst is nog leeg: vul haar in, of laat dit veld leeg."
    return f"Kies uit: {', '.join(known)}." if len(known) <= _FEW else "Kijk of de code daar precies zo staat."


def _unfit(document: "DealFile", rows: Rows) -> Iterator[Fault]:
    for index, row in enumerate(document.rows(rows.name)):
        yield from _unfit_fields(document, rows.model, row, rows.name, index)
        for child in rows.children:
            for number, part in enumerate(row.get(child.name) or ()):
                if isinstance(part, dict):
                    yield from _unfit_fields(document, child.model, part, rows.name, index, child.name, number)


def _unfit_fields(
    document: "DealFile", model: type[models.Model], row: FileRow, key: str, index: int | None, *steps: str | int
) -> Iterator[Fault]:
    """Fields that are longer, or have more digits, than the portal keeps."""
    fields = {each.name: each for each in model._meta.get_fields() if isinstance(each, models.Field)}
    for name, value in row.items():
        kept = fields.get(name)
        if kept is None or kept.is_relation or isinstance(kept, models.JSONField) or isinstance(value, dict | list):
            continue
        try:
            kept.run_validators(kept.to_python(value))
        except (ValidationError, OverflowError) as error:
            yield document.fault(_told(kept, value, error), key, index, *steps, name, remedy=_most(kept))


def _told(kept: "models.Field[Any, Any]", value: object, error: Exception) -> str:
    if kept.max_length and len(str(value)) > kept.max_length:
        return f"Deze tekst is te lang: {len(str(value))} tekens."
    if isinstance(kept, models.DecimalField):
        return f"'{line_text(value)}' is te groot of heeft te veel decimalen."
    return f"'{line_text(value)}' kan hier niet."


def _most(kept: "models.Field[Any, Any]") -> str:
    if kept.max_length:
        return f"Ten hoogste {kept.max_length} tekens."
    return f"Ten hoogste {kept.decimal_places} decimalen." if isinstance(kept, models.DecimalField) else ""
