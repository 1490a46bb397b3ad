"""Constraints that Django lacks: rows that agree about their deal, and columns that stay once a row is final."""

from collections.abc import Collection
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DEFAULT_DB_ALIAS, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.backends.ddl_references import Statement, Table
from django.db.models import BaseConstraint, Model


def exactly_one(names: Collection[str]) -> models.Q:
    """Return the condition that of these columns one alone is filled."""
    choices = models.Q()
    for name in names:
        choices |= models.Q(**{f"{other}__isnull": other != name for other in names})
    return choices


class Agrees(models.BaseConstraint):
    """The row that `field` names has the same `on` as this row: a booking stands on a line of its own deal.

    It is a foreign key over two columns, which the database itself keeps, on PostgreSQL and SQLite alike, and which
    survives when SQLite makes a table anew. The other table needs a UniqueConstraint over (`on`, primary key). An empty
    field names nothing and agrees with all. Like Django's own foreign keys it is checked at the end of a transaction.
    """

    def __init__(self, *, field: str, on: str, name: str, **options: Any) -> None:
        self.field = field
        self.on = on
        super().__init__(name=name, **options)

    def deconstruct(self) -> tuple[str, Any, dict[str, Any]]:
        """Return how a migration writes the constraint."""
        path, args, kwargs = super().deconstruct()
        return path, args, dict(kwargs) | {"field": self.field, "on": self.on}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Agrees) and self.deconstruct() == other.deconstruct()

    def __hash__(self) -> int:
        return hash((self.name, self.field, self.on))

    def constraint_sql(self, model: Any, schema_editor: Any) -> str:
        """The constraint as it stands within CREATE TABLE."""
        quote = schema_editor.quote_name
        key, shared = model._meta.get_field(self.field), model._meta.get_field(self.on)
        other: Any = key.related_model
        columns = f"{quote(shared.column)}, {quote(key.column)}"
        there = f"{quote(other._meta.get_field(self.on).column)}, {quote(other._meta.pk.column)}"
        return (
            f"CONSTRAINT {quote(self.name)} FOREIGN KEY ({columns}) "
            f"REFERENCES {quote(other._meta.db_table)} ({there}) DEFERRABLE INITIALLY DEFERRED"
        )

    def create_sql(self, model: Any, schema_editor: Any) -> str:
        """The constraint added to a table that is there. SQLite makes the table anew instead."""
        table = schema_editor.quote_name(model._meta.db_table)
        return f"ALTER TABLE {table} ADD {self.constraint_sql(model, schema_editor)}"

    def remove_sql(self, model: Any, schema_editor: Any) -> str:
        """Return the SQL that takes the constraint away."""
        quote = schema_editor.quote_name
        return f"ALTER TABLE {quote(model._meta.db_table)} DROP CONSTRAINT {quote(self.name)}"

    def validate(self, model: Any, instance: object, exclude: Any = None, using: str = DEFAULT_DB_ALIAS) -> None:
        """The same, for a form. Raises ValidationError."""
        if exclude and {self.field, self.on} & set(exclude):
            return
        other = getattr(instance, self.field)
        attname = model._meta.get_field(self.on).attname
        if other is not None and getattr(other, attname) != getattr(instance, attname):
            raise ValidationError(self.get_violation_error_message())


MESSAGE = "this row is final"


_SQLITE_CHANGE = (
    "CREATE TRIGGER {name}_change BEFORE UPDATE ON %(table)s FOR EACH ROW WHEN OLD.{once} IS NOT NULL AND ({differs}) "
    "BEGIN SELECT RAISE(ABORT, '" + MESSAGE + "'); END"
)


_SQLITE_REMOVE = (
    "CREATE TRIGGER {name}_remove BEFORE DELETE ON %(table)s FOR EACH ROW WHEN OLD.{once} IS NOT NULL "
    "BEGIN SELECT RAISE(ABORT, '" + MESSAGE + "'); END"
)


_POSTGRESQL = (
    "CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION '" + MESSAGE + "' USING ERRCODE = 'integrity_constraint_violation'; END $$; "
    "CREATE TRIGGER {name}_change BEFORE UPDATE ON %(table)s FOR EACH ROW "
    "WHEN (OLD.{once} IS NOT NULL AND ({differs})) EXECUTE FUNCTION {name}(); "
    "CREATE TRIGGER {name}_remove BEFORE DELETE ON %(table)s FOR EACH ROW "
    "WHEN (OLD.{once} IS NOT NULL) EXECUTE FUNCTION {name}()"
)


class FrozenOnce(BaseConstraint):
    """A constraint: once `once` has a value, the columns of `fields` and the row itself stay as they are.

    A trigger of the database, so that a script or a query by hand is refused too, with an IntegrityError.
    """

    def __init__(self, *, fields: list[str], once: str, name: str) -> None:
        super().__init__(name=name)
        self.fields = fields
        self.once = once

    def constraint_sql(self, model: Any, schema_editor: Any) -> str:
        """Return nothing for CREATE TABLE: the triggers come once the table is there."""
        schema_editor.deferred_sql += self._statements(model, schema_editor)
        return ""

    def create_sql(self, model: Any, schema_editor: Any) -> Any:
        """The triggers, for a table that is there."""
        *first, last = self._statements(model, schema_editor)
        for statement in first:
            schema_editor.execute(statement, params=None)
        return last

    def remove_sql(self, model: Any, schema_editor: object) -> Any:
        """Remove the triggers. On PostgreSQL they go with their function, on SQLite with the table that is remade."""
        return Statement(f"DROP FUNCTION {self.name}() CASCADE")

    def validate(self, *args: object, **kwargs: object) -> None:
        """Check nothing in a form: verbs decide what may change."""

    def deconstruct(self) -> Any:
        """Return how a migration writes the constraint."""
        path, arguments, keywords = super().deconstruct()
        return path, arguments, {**keywords, "fields": self.fields, "once": self.once}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, FrozenOnce) and self.deconstruct() == other.deconstruct()

    __hash__ = None  # type: ignore[assignment]

    def _statements(self, model: type[Model], schema_editor: BaseDatabaseSchemaEditor) -> list[Statement]:
        vendor = schema_editor.connection.vendor
        templates = [_POSTGRESQL] if vendor == "postgresql" else [_SQLITE_CHANGE, _SQLITE_REMOVE]
        columns = [model._meta.get_field(field).get_attname_column()[1] for field in [*self.fields, self.once]]  # type: ignore[union-attr]
        unlike = "IS DISTINCT FROM" if vendor == "postgresql" else "IS NOT"
        parts = {
            "name": self.name,
            "once": columns[-1],
            "differs": " OR ".join(f'OLD."{column}" {unlike} NEW."{column}"' for column in columns),
        }
        table = Table(model._meta.db_table, schema_editor.quote_name)
        return [Statement(template.format(**parts).replace("%%", "%"), table=table) for template in templates]
