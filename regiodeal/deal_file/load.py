"""Loading a deal file: create or update by natural key, all or nothing, and never a touch on what was entered."""

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import DataError, IntegrityError, models, transaction
from django.db.models.constraints import BaseConstraint, CheckConstraint
from django.utils import timezone

from regiodeal.base.values import FileRow
from regiodeal.deal_file.document import DealFile
from regiodeal.deal_file.export import DEAL_FIELDS, as_file_row, child_row, plain_value, stored_rows
from regiodeal.deal_file.faults import DealFileFaultsError, Fault
from regiodeal.deal_file.removal import Removal
from regiodeal.deal_file.schema import DEAL, list_title
from regiodeal.deals.declaration import Children, ListChange, Rows, all_rows, sections
from regiodeal.deals.models import AgreedRow, Deal, LoadedChange
from regiodeal.deals.roles import Stage

logger = logging.getLogger(__name__)
LONGEST_TOLD = 400  # characters
UNTOUCHED = {"article", "readings"}  # where something stands and how it is read changes no figure


def load(
    document: DealFile,
    *,
    rationale: str = "",
    at: datetime | None = None,
    remove: bool = False,
    is_new: bool = False,
) -> tuple[Deal, list[ListChange]]:
    """Bring the stored deal in line with the file and tell what changed; `at` is the moment of it, now if left out.

    Raises DealFileFaultsError with all faults, and writes nothing: for a deal that is closed; for what the database
    refuses; for a row that is gone from the file while something was entered on it, or below it; for other rows that
    would go unless `remove` confirms it; for a change of what was already measured without a rationale; and for a file
    that gives a known deal another slug unless `is_new` confirms that it is another deal.
    """
    if not is_new and (similar := similar_deals(document)):
        raise DealFileFaultsError([_other_slug(document, similar)])
    with _refusal_of_the_database():
        return _load(document, rationale=rationale, at=at or timezone.now(), may_remove=remove)


def dry_run(document: DealFile, *, rationale: str = "") -> tuple[Deal, list[ListChange]]:
    """What `load` would do, with every row that would go to the last row below it; writes nothing.

    The deal that is returned is not stored (a new one has no pk). Raises DealFileFaultsError as `load` does, except
    for what `remove` and `is_new` of `load` confirm: ask for those when a change has verb "removed", and when
    `similar_deals(document)` is not empty.
    """
    with _refusal_of_the_database(), transaction.atomic():
        deal, changes = _load(document, rationale=rationale, at=timezone.now(), may_remove=True)
        transaction.set_rollback(True)
    deal.pk = Deal.objects.filter(slug=deal.slug).values_list("pk", flat=True).first()
    return deal, changes


@contextmanager
def _refusal_of_the_database() -> Iterator[None]:
    """Say in Dutch that the database refused, whatever it says itself; that goes to the log."""
    try:
        yield
    except (IntegrityError, DataError, models.ProtectedError) as error:
        logger.exception("A deal file was refused by the database")
        remedy = "Er is niets veranderd. Probeer het nog eens, en meld het bij het beheer als het weer gebeurt."
        raise DealFileFaultsError([Fault("Het portaal kan dit bestand nu niet opslaan.", remedy)]) from error


def similar_deals(document: DealFile) -> list[Deal]:
    """Stored deals of another slug with the same name or the same region and day of signing (is it the same deal?)."""
    row = document.deal()
    if Deal.objects.filter(slug=row["slug"]).exists():
        return []
    same = models.Q(name=row["name"]) | models.Q(region_name=row["region_name"], signed_on=row["signed_on"])
    return list(Deal.objects.filter(same))


def _other_slug(document: DealFile, similar: list[Deal]) -> Fault:
    known = ", ".join(f"{deal.name} ({deal.slug})" for deal in similar)
    remedy = "Is het dezelfde deal, geef dan die sleutel op. Is het een andere deal, bevestig dat dan (--new)."
    return document.fault(f"Deze deal lijkt op een deal die er al is: {known}.", DEAL, None, "slug", remedy=remedy)


@transaction.atomic
def _load(document: DealFile, *, rationale: str, at: datetime, may_remove: bool) -> tuple[Deal, list[ListChange]]:
    deal, changes = _load_deal(document)
    listed = all_rows()
    measured = {key for section in sections() if section.measured for key in section.measured(deal)}
    named = {key for section in sections() if section.named for key in section.named(deal)}
    loaders = [_ListLoader(document, deal, rows) for rows in listed]
    removal = Removal(document, deal, {rows.name: loader.gone() for rows, loader in zip(listed, loaders, strict=True)})
    _refuse([*removal.refused(measured | named), *([] if may_remove else removal.unconfirmed())])
    faults: list[Fault] = []
    for section in sections():
        for loader in (loader for loader in loaders if loader.rows in section.lists):
            changes += loader.load()
            faults += loader.faults
    _refuse(faults)  # what follows from the lists is made only of rows that were stored
    changes += removal.carry_out()
    for section in sections():
        if section.after is not None:
            section.after(deal)
    if not rationale.strip():
        _refuse(_touched(document, measured, changes))
    if deal.stage == Stage.PREPARING:
        return deal, changes  # nothing is agreed yet, so nothing of it has changed
    LoadedChange.objects.bulk_create(
        LoadedChange(
            deal=deal,
            at=at,
            list_name=change.list_name,
            code=change.code,
            field=change.field,
            old=change.old,
            new=change.new,
            rationale=rationale.strip(),
        )
        for change in changes
        if change.verb != "created"
    )
    return deal, changes


def _refuse(faults: Iterable[Fault]) -> None:
    if found := tuple(faults):
        raise DealFileFaultsError(found)


def _touched(document: DealFile, measured: set[tuple[str, str]], changes: list[ListChange]) -> Iterator[Fault]:
    """A fault for each change of what was measured: that asks for a rationale."""
    remedy = "Zeg met een reden (--rationale) waarom het verandert."
    for change in changes:
        is_touched = change.verb == "changed" and change.field not in UNTOUCHED
        if is_touched and (change.list_name, change.code) in measured:
            index = next(
                (place for place, row in enumerate(document.rows(change.list_name)) if row.get("code") == change.code),
                None,
            )
            told = f"Op '{change.code}' is al gemeten, en dit veld verandert."
            yield document.fault(told, change.list_name, index, change.field, remedy=remedy)


def _load_deal(document: DealFile) -> tuple[Deal, list[ListChange]]:
    row = document.deal()
    message = row.get("core_message") or {}
    values = {name: row[name] if name in row else _deal_default(name, row) for name in DEAL_FIELDS}
    values |= {"core_message": message.get("wording", ""), "core_message_article": message.get("article", "")}
    stored = Deal.objects.filter(slug=row["slug"]).first()
    if stored is not None and stored.stage == Stage.CLOSED:
        remedy = "Heropen de deal eerst: dat kan het bureau."
        _refuse([document.fault("Deze deal is afgesloten.", DEAL, None, "slug", remedy=remedy)])
    deal = stored or Deal(slug=row["slug"])
    before = {name: plain_value(deal, name) for name in values} if stored else {}
    _assign(deal, values)
    _refuse(misfits(document, deal, DEAL, None))
    if stored is None:
        deal.save()
        return deal, [ListChange(DEAL, deal.slug, "created")]
    changes = [
        ListChange(DEAL, deal.slug, "changed", name, old, plain_value(deal, name))
        for name, old in before.items()
        if old != plain_value(deal, name)
    ]
    if changes:
        deal.save(update_fields=list(values))  # never its stage or its logo, which somebody may change meanwhile
    return deal, changes


def _deal_default(name: str, row: FileRow) -> object:
    """What the deal gets for a field that its file leaves out: the financing ends with the deal."""
    if name == "financing_ends_on":
        return row["ends_on"]
    field = Deal._meta.get_field(name)
    assert isinstance(field, models.Field)
    return field.get_default()


def _assign(instance: models.Model, values: FileRow) -> None:
    for name, value in values.items():
        field = instance._meta.get_field(name)
        assert isinstance(field, models.Field)
        setattr(instance, name, field.to_python(value))


def misfits(
    document: DealFile,
    instance: models.Model,
    key: str,
    index: int | None,
    *steps: str | int,
    leave: Iterable[str] = (),
) -> Iterator[Fault]:
    """What the model's own fields and constraints refuse, in Dutch and at the field where that can be said."""
    try:
        instance.clean_fields(exclude={"deal", *leave})
    except ValidationError as error:
        for name, messages in error.message_dict.items():
            field = () if name == NON_FIELD_ERRORS else (name,)
            yield document.fault(" ".join(messages), key, index, *steps, *field)
        return
    for constraint in instance._meta.constraints:
        if isinstance(constraint, CheckConstraint):
            try:
                constraint.validate(type(instance), instance)
            except ValidationError:
                yield document.fault(_constraint_told(instance, constraint), key, index, *steps)


def _constraint_told(instance: models.Model, constraint: BaseConstraint) -> str:
    """What a constraint asks: its own text, or which fields do not go together; never its name."""
    if constraint.violation_error_message != BaseConstraint.default_violation_error_message:
        return str(constraint.violation_error_message)
    assert isinstance(constraint, CheckConstraint)
    names = sorted(_named_in(constraint.condition))
    fields = [str(getattr(instance._meta.get_field(name), "verbose_name", name)) for name in names]
    return f"Deze gegevens passen niet bij elkaar: {', '.join(fields)}."


def _named_in(condition: object) -> set[str]:
    if isinstance(condition, models.Q):
        return {name for part in condition.children for name in _named_in(part)}
    if isinstance(condition, tuple):
        return {condition[0].split("__")[0], *(_named_in(condition[1]))}
    return {str(getattr(condition, "name", ""))} if isinstance(condition, models.F) else set()


class _ListLoader:
    """Loads one list of the file into one model; `faults` are what it could not load."""

    def __init__(self, document: DealFile, deal: Deal, rows: Rows) -> None:
        self.document = document
        self.deal = deal
        self.rows = rows
        self.stored = {instance.code: instance for instance in stored_rows(rows, deal)}
        self.faults: list[Fault] = []
        self.referred: dict[str, dict[str, AgreedRow]] = {}

    def gone(self) -> list[AgreedRow]:
        """The stored rows that the file has no more."""
        kept = {row["code"] for row in self.document.rows(self.rows.name)}
        return [instance for code, instance in self.stored.items() if code not in kept]

    def load(self) -> list[ListChange]:
        """Create and update; what is gone stays for now, since rows may have moved away from it."""
        self.referred = {
            name: {other.code: other for other in model._default_manager.filter(deal=self.deal)}
            for name, model in {**self.rows.refs, **self.rows.many}.items()
        }
        changes: list[ListChange] = []
        for index, row in enumerate(self.document.rows(self.rows.name)):
            changes += self._load_row(index, self.rows.complete(row, self.document.rows))
        return changes

    def _load_row(self, index: int, row: FileRow) -> list[ListChange]:
        instance = self.stored.get(row["code"])
        before = as_file_row(self.rows, instance) if instance else None
        moved = instance is not None and instance.position != index + 1
        if instance is None and self.rows.model._default_manager.filter(deal=self.deal, code=row["code"]).exists():
            told = f"De code '{row['code']}' is in het portaal al gebruikt, voor een rij die er later bij kwam."
            remedy = "Kies een andere code, of laat de rij weg: wat later kwam, hoort niet in het bestand."
            self.faults.append(self._fault(told, index, "code", remedy=remedy))
            return []
        instance = instance or self.rows.model(deal=self.deal, code=row["code"])
        instance.position = index + 1
        unfit = list(self._fill(instance, row, index))
        after = self._as_file_row(instance, row)
        if not unfit and before == after and not moved:
            return []
        unfit = unfit or list(misfits(self.document, instance, self.rows.name, index, leave=self.rows.many))
        if unfit:
            self.faults += unfit
            return []
        instance.save()
        self._save_many(instance, row, index)
        for child in self.rows.children:
            self._save_children(child, instance, row.get(child.name) or [], index)
        if before is None:
            return [ListChange(self.rows.name, instance.code, "created")]
        return [
            ListChange(self.rows.name, instance.code, "changed", name, before[name], after[name])
            for name in after
            if before[name] != after[name]
        ]

    def _fill(self, instance: AgreedRow, row: FileRow, index: int) -> Iterator[Fault]:
        for name in ("article", *self.rows.plain):
            try:
                _assign(instance, {name: row.get(name)})
            except ValidationError as error:
                yield self._fault(" ".join(error.messages), index, name)
        for name in self.rows.refs:
            setattr(instance, name, self._refer(name, row.get(name), index))

    def _refer(self, name: str, code: str | None, index: int) -> AgreedRow | None:
        if code is None:
            return None
        found = self.referred[name].get(code)
        if found is None:
            self.faults.append(self._fault(f"'{code}' bestaat niet.", index, name))
        return found

    def _save_many(self, instance: AgreedRow, row: FileRow, index: int) -> None:
        for name in self.rows.many:
            referred = [self._refer(name, code, index) for code in row.get(name) or []]
            getattr(instance, name).set([each for each in referred if each is not None])

    def _as_file_row(self, instance: AgreedRow, row: FileRow) -> FileRow:
        """Return the row as it will read once saved; many-references and children come from the file, sorted."""
        after: FileRow = {"code": instance.code, "article": instance.article}
        after |= {name: row.get(name) for name in self.rows.refs}
        for name in self.rows.many:
            found = row.get(name) or []
            order = list(self.referred[name])
            after[name] = sorted(found, key=lambda code: order.index(code) if code in order else len(order))
        after |= {name: plain_value(instance, name) for name in self.rows.plain}
        for child in self.rows.children:
            after[child.name] = [
                {key: values.get(key) for key in dict.fromkeys((*child.key, *child.plain))}
                for values in row.get(child.name) or []
            ]
        return after

    def _save_children(self, child: Children, parent: AgreedRow, file_rows: list[FileRow], index: int) -> None:
        """Create, update and remove the rows inside a row; one with entered figures on it cannot go."""
        manager = child.model._default_manager
        owned = manager.filter(child.owned, **{child.parent: parent})
        stored = {_key(child, child_row(child, row)): row for row in owned}
        for number, values in enumerate(file_rows):
            instance = stored.pop(_key(child, values), None) or child.model(**{child.parent: parent})
            _assign(instance, {name: values.get(name) for name in dict.fromkeys((*child.key, *child.plain))})
            setattr(instance, "position", number + 1)  # noqa: B010 - the model is known only at run time
            steps = (child.name, number)
            if unfit := list(misfits(self.document, instance, self.rows.name, index, *steps, leave=[child.parent])):
                self.faults += unfit
            else:
                instance.save()
        for key, instance in stored.items():
            try:
                instance.delete()
            except models.ProtectedError:
                told = f"'{', '.join(key)}' staat er niet meer in, maar er is al iets op ingevuld."
                self.faults.append(self._fault(told, index, child.name, remedy="Zet het terug."))

    def _fault(self, message: str, index: int, field: str, *, remedy: str = "") -> Fault:
        return self.document.fault(message, self.rows.name, index, field, remedy=remedy)


def _key(child: Children, values: FileRow) -> tuple[str, ...]:
    return tuple(str(values.get(name)) for name in child.key)


def change_told(change: ListChange) -> str:
    """A change as people read it: 'Normen 1.1.1.a, Minimum: 5 wordt 6'."""
    from regiodeal.deal_file.schema import titles_at

    row = f"{list_title(change.list_name)} {change.code}".strip()
    match change.verb:
        case "created":
            return f"{row}: komt erbij"
        case "removed":
            return f"{row}: verdwijnt"
    field = titles_at((change.list_name, 0, change.field) if change.list_name != DEAL else (DEAL, change.field)).field
    return f"{row}, {field}: {_short(change.old)} wordt {_short(change.new)}"


def _short(value: object) -> str:
    """A value as it is told; of a long one, such as an outline, its beginning."""
    told = repr(value)
    return told if len(told) <= LONGEST_TOLD else f"{told[:LONGEST_TOLD]}…"
