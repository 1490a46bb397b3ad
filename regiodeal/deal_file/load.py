"""Loading a deal file: create or update by natural key, all or nothing, and never a touch on entered progress."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from regiodeal.base.values import FileRow
from regiodeal.deal_file.document import DealFile, DealFileError
from regiodeal.deal_file.export import DEAL_FIELDS, as_file_row, child_row, plain_value, stored_rows
from regiodeal.deals.declaration import Children, ListChange, Rows, sections
from regiodeal.deals.models import AgreedRow, Deal, LoadedChange


@transaction.atomic
def load(
    document: DealFile,
    *,
    rationale: str = "",
    at: datetime | None = None,
    remove: bool = False,
    is_new: bool = False,
) -> tuple[Deal, list[ListChange]]:
    """Bring the stored deal in line with the file and tell what changed; `at` is the moment of it, now if left out.

    Raises DealFileError, and writes nothing, for a reference that the file does not have, for a row that is gone from
    the file while progress or money was entered on it, and for a change of what was already measured without a
    rationale.
    """
    deal, changes = _load_deal(document)
    measured = {key for section in sections() if section.measured for key in section.measured(deal)}
    for section in sections():
        for rows in section.lists:
            changes += _ListLoader(document, deal, rows).load()
        if section.after is not None:
            section.after(deal)
    if not rationale.strip():
        _refuse_to_change(measured, changes)
    LoadedChange.objects.bulk_create(
        LoadedChange(
            deal=deal,
            at=at or timezone.now(),
            list_name=change.list_name,
            code=change.code,
            field=change.field,
            old=change.old,
            new=change.new,
            rationale=rationale.strip(),
        )
        for change in changes
        if change.verb == "changed"
    )
    return deal, changes


def dry_run(document: DealFile, *, rationale: str = "") -> tuple[Deal, list[ListChange]]:
    """What `load` would do, with every row that would go to the last row below it; writes nothing.

    The deal that is returned is not stored (a new one has no pk). Raises DealFileFaultsError as `load` does, except
    for what `remove` and `is_new` of `load` confirm: ask for those when a change has verb "removed", and when
    `similar_deals(document)` is not empty.
    """
    raise NotImplementedError


def similar_deals(document: DealFile) -> list[Deal]:
    """Stored deals of another slug with the same name or the same region and day of signing (is it the same deal?)."""
    raise NotImplementedError


def _refuse_to_change(measured: set[tuple[str, str]], changes: list[ListChange]) -> None:
    """Refuse to change what was measured without a rationale; where it stands and how it is read is no change."""
    touched = [
        change
        for change in changes
        if (change.list_name, change.code) in measured
        and (change.verb == "removed" or (change.verb == "changed" and change.field not in {"article", "readings"}))
    ]
    if touched:
        named = ", ".join(f"{change.list_name} {change.code} {change.field}".strip() for change in touched)
        raise DealFileError(f"hierop is al gemeten: {named}. Zeg met --rationale waarom het verandert")


def _load_deal(document: DealFile) -> tuple[Deal, list[ListChange]]:
    row = document.deal()
    message = row.get("core_message") or {}
    values = {name: row[name] for name in DEAL_FIELDS if name in row}
    values |= {"core_message": message.get("wording", ""), "core_message_article": message.get("article", "")}
    stored = Deal.objects.filter(slug=row["slug"]).first()
    deal = stored or Deal(slug=row["slug"])
    before = {name: plain_value(deal, name) for name in values} if stored else {}
    try:
        _assign(deal, values)
        deal.full_clean(validate_unique=False)
    except ValidationError as error:
        raise document.error(" ".join(error.messages), "deal") from error
    if stored is None:
        deal.save()
        return deal, [ListChange("deal", deal.slug, "created")]
    changes = [
        ListChange("deal", deal.slug, "changed", name, old, plain_value(deal, name))
        for name, old in before.items()
        if old != plain_value(deal, name)
    ]
    if changes:
        deal.save()
    return deal, changes


def _assign(instance: models.Model, values: dict[str, object]) -> None:
    for name, value in values.items():
        field = instance._meta.get_field(name)
        assert isinstance(field, models.Field)
        setattr(instance, name, field.to_python(value))


class _ListLoader:
    """Loads one list of the file into one model."""

    def __init__(self, document: DealFile, deal: Deal, rows: Rows) -> None:
        self.document = document
        self.deal = deal
        self.rows = rows
        self.stored = {instance.code: instance for instance in stored_rows(rows, deal)}
        self.referred = {
            name: {other.code: other for other in model._default_manager.filter(deal=deal)}
            for name, model in {**rows.refs, **rows.many}.items()
        }

    def load(self) -> list[ListChange]:
        file_rows = self.document.rows(self.rows.name)
        changes = []
        for position, row in enumerate(file_rows, start=1):
            changes += self._load_row(position, self._with_defaults(row))
        gone = set(self.stored) - {row["code"] for row in file_rows}
        return changes + [self._remove(self.stored[code]) for code in sorted(gone)]

    def _load_row(self, position: int, row: FileRow) -> list[ListChange]:
        instance = self.stored.get(row["code"])
        before = as_file_row(self.rows, instance) if instance else None
        moved = instance is not None and instance.position != position
        if instance is None and self.rows.model._default_manager.filter(deal=self.deal, code=row["code"]).exists():
            raise self._error(f"de code '{row['code']}' is in het portaal al gebruikt", position, "code")
        instance = instance or self.rows.model(deal=self.deal, code=row["code"])
        instance.position = position
        self._fill(instance, row, position)
        after = self._as_file_row(instance, row)
        if before == after and not moved:
            return []
        try:
            instance.full_clean(exclude=["deal"], validate_unique=False)
        except ValidationError as error:
            raise self._error(" ".join(error.messages), position) from error
        instance.save()
        self._save_many(instance, row, position)
        for child in self.rows.children:
            self._save_children(child, instance, row.get(child.name) or [], position)
        if before is None:
            return [ListChange(self.rows.name, instance.code, "created")]
        return [
            ListChange(self.rows.name, instance.code, "changed", name, before[name], after[name])
            for name in after
            if before[name] != after[name]
        ]

    def _with_defaults(self, row: dict[str, object]) -> dict[str, object]:
        """The row with a default for each field that the file leaves out or leaves empty (null)."""
        return dict(self.rows.defaults) | {
            name: value for name, value in row.items() if value is not None or name not in self.rows.defaults
        }

    def _fill(self, instance: AgreedRow, row: FileRow, position: int) -> None:
        try:
            _assign(instance, {name: row[name] for name in ("article", *self.rows.plain) if name in row})
        except ValidationError as error:
            raise self._error(" ".join(error.messages), position) from error
        for name in self.rows.refs:
            setattr(instance, name, self._refer(name, row.get(name), position))

    def _refer(self, name: str, code: str | None, position: int) -> AgreedRow | None:
        if code is None:
            return None
        found = self.referred[name].get(code)
        if found is None:
            raise self._error(f"'{code}' bestaat niet", position, name)
        return found

    def _save_many(self, instance: AgreedRow, row: FileRow, position: int) -> None:
        for name in self.rows.many:
            getattr(instance, name).set([self._refer(name, code, position) for code in row.get(name) or []])

    def _as_file_row(self, instance: AgreedRow, row: FileRow) -> dict[str, object]:
        """Return the row as it will read once saved; many-references and children come from the file, sorted."""
        after: dict[str, object] = {"code": instance.code, "article": instance.article}
        after |= {name: row.get(name) for name in self.rows.refs}
        for name in self.rows.many:
            codes = row.get(name) or []
            order = list(self.referred[name])
            after[name] = sorted(codes, key=lambda code: order.index(code) if code in order else len(order))
        after |= {name: plain_value(instance, name) for name in self.rows.plain}
        for child in self.rows.children:
            after[child.name] = [
                {key: values.get(key) for key in dict.fromkeys((*child.key, *child.plain))}
                for values in row.get(child.name) or []
            ]
        return after

    def _save_children(
        self, child: Children, parent: AgreedRow, file_rows: list[dict[str, object]], position: int
    ) -> None:
        """Create, update and remove the rows inside a row; one with entered figures on it cannot go."""
        manager = child.model._default_manager
        owned = manager.filter(child.owned, **{child.parent: parent})
        stored = {_key(child, child_row(child, row)): row for row in owned}
        for number, values in enumerate(file_rows, start=1):
            instance = stored.pop(_key(child, values), None) or child.model(**{child.parent: parent})
            _assign(instance, {name: values.get(name) for name in dict.fromkeys((*child.key, *child.plain))})
            setattr(instance, "position", number)  # noqa: B010 - the model is known only at run time
            instance.save()
        for key, instance in stored.items():
            try:
                instance.delete()
            except ProtectedError as error:
                message = f"'{', '.join(key)}' staat er niet meer in, maar er is al iets op ingevuld"
                raise self._error(message, position, child.name) from error

    def _remove(self, instance: AgreedRow) -> ListChange:
        try:
            instance.delete()
        except ProtectedError as error:
            message = (
                f"'{instance.code}' staat niet meer in {self.rows.name}, maar er is al iets op ingevuld. "
                "Zet de regel terug, of verwijder eerst wat is ingevuld."
            )
            raise DealFileError(message, key=self.rows.name) from error
        return ListChange(self.rows.name, instance.code, "removed")

    def _error(self, message: str, position: int, field: str = "") -> DealFileError:
        return self.document.error(message, self.rows.name, position - 1, field)


def _key(child: Children, values: FileRow) -> tuple[str, ...]:
    return tuple(str(values.get(name)) for name in child.key)
