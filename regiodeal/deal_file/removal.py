"""Rows that a deal file has no more: what would go with them, and what may never go."""

from collections.abc import Iterator, Mapping, Sequence

from django.db import models

from regiodeal.deal_file.document import DealFile
from regiodeal.deal_file.export import as_file_row
from regiodeal.deal_file.faults import Fault
from regiodeal.deals.declaration import ListChange, all_rows
from regiodeal.deals.models import AgreedRow, Deal

PUT_BACK = "Zet de rij terug. Wat is ingevuld, kan een dealbestand niet weghalen."


class Removal:
    """The rows that go, by list. Each is in the file no more; a row below one of them that the file keeps, moved."""

    def __init__(self, document: DealFile, deal: Deal, gone: Mapping[str, Sequence[AgreedRow]]) -> None:
        self.document = document
        self.deal = deal
        self.gone = gone
        self._lists = {rows.name: rows for rows in all_rows()}
        self._going = {instance for instances in gone.values() for instance in instances}

    def refused(self, worked_on: set[tuple[str, str]]) -> Iterator[Fault]:
        """A fault for each row on which something was entered, or that something names by its code."""
        for name, instance in self._rows():
            found = self._entered(instance)
            if (name, instance.code) in worked_on:
                found = found or ["cijfers of besluiten"]
            if found:
                told = f"'{instance.code}' staat er niet meer in, maar er is al iets op ingevuld: {', '.join(found)}."
                yield self.document.fault(told, name, remedy=PUT_BACK)

    def unconfirmed(self) -> Iterator[Fault]:
        """A fault for each row that would go, for a load in which nobody said that it may."""
        for name, instance in self._rows():
            told = f"'{instance.code}' staat er niet meer in en zou verdwijnen."
            yield self.document.fault(told, name, remedy="Zet de rij terug, of bevestig dat zij weg mag (--remove).")

    def carry_out(self) -> list[ListChange]:
        """Remove the rows, from the last list to the first, and tell each with all that it said."""
        changes = [
            ListChange(name, instance.code, "removed", old=as_file_row(self._lists[name], instance))
            for name, instance in self._rows()
        ]
        for name in reversed(list(self.gone)):
            for instance in self.gone[name]:
                for child in self._lists[name].children:
                    child.model._default_manager.filter(**{child.parent: instance}).delete()
                instance.delete()
        return changes

    def _rows(self) -> Iterator[tuple[str, AgreedRow]]:
        for name, instances in self.gone.items():
            for instance in instances:
                yield name, instance

    def _entered(self, instance: AgreedRow) -> list[str]:
        """What hangs on the row and was not in the deal file, in words: 'metingen (2)'. Empty when nothing does."""
        found: dict[str, set[models.Model]] = {}
        left: list[models.Model] = [instance]
        seen: set[models.Model] = {instance}
        while left:
            below = _below(left.pop()) - seen
            seen |= below
            for each in below:
                if isinstance(each, AgreedRow) and (each in self._going or self._is_kept(each)):
                    continue  # it goes by itself, or moved to another row
                if self._is_of_the_file(each):
                    left.append(each)
                else:
                    found.setdefault(str(each._meta.verbose_name_plural), set()).add(each)
        return [f"{name} ({len(rows)})" for name, rows in sorted(found.items())]

    def _is_kept(self, row: AgreedRow) -> bool:
        name = next((name for name, rows in self._lists.items() if rows.model is type(row)), "")
        return any(each.get("code") == row.code for each in self.document.rows(name))

    def _is_of_the_file(self, row: models.Model) -> bool:
        """Tell whether it is the link of two rows, or a row in a row that the file gave or that followed from it."""
        if row._meta.auto_created:
            return True
        children = [child for rows in self._lists.values() for child in rows.children if isinstance(row, child.model)]
        return any(
            child.model._default_manager.filter(child.owned | child.derived, pk=row.pk).exists() for child in children
        )


def _below(row: models.Model) -> set[models.Model]:
    """The rows that refer to this one, whatever would become of them."""
    found: set[models.Model] = set()
    for relation in row._meta.get_fields(include_hidden=True):
        if isinstance(relation, models.ManyToOneRel) and relation.field.concrete:
            found.update(relation.related_model._base_manager.filter(**{relation.field.name: row.pk}))
    return found
