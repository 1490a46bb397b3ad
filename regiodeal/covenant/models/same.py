"""A constraint over two tables: a row and the row it names agree about something, such as the deal they belong to."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import DEFAULT_DB_ALIAS, models


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
        """How a migration writes it."""
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
        """The constraint taken away."""
        quote = schema_editor.quote_name
        return f"ALTER TABLE {quote(model._meta.db_table)} DROP CONSTRAINT {quote(self.name)}"

    def validate(self, model: Any, instance: Any, exclude: Any = None, using: str = DEFAULT_DB_ALIAS) -> None:
        """The same, for a form. Raises ValidationError."""
        if exclude and {self.field, self.on} & set(exclude):
            return
        other = getattr(instance, self.field)
        attname = model._meta.get_field(self.on).attname
        if other is not None and getattr(other, attname) != getattr(instance, attname):
            raise ValidationError(self.get_violation_error_message())
