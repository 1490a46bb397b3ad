"""Which migrations would break the version that still runs while they are applied.

Zero downtime asks two releases for what is taken away: first no code uses it, then it goes. A migration that must be
otherwise says why in `unsafe_because`, and the portal stops while it runs.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations import Migration
from django.db.migrations import operations as ops
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

from regiodeal.covenant.operations.migration_breaks import breaks

# The last migration of each app that `make check`, which asks no database, takes for applied. At each release, write
# here the newest ones.
RELEASED = {
    "covenant": "0003_audit_client",
    "pillars": "0001_initial",
    "finance": "0001_initial",
    "reporting": "0002_kept_with_whom",
}


@dataclass
class Checked:
    """The migrations that are still to run: how many, what they break, and which say themselves why that must be."""

    count: int = 0
    findings: list[str] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)


def to_come(connection: BaseDatabaseWrapper) -> Checked:
    """Check what this database does not have yet. Raises DatabaseError when it does not answer."""
    executor = MigrationExecutor(connection)
    applied = set(executor.loader.applied_migrations)
    return _checked(executor, lambda migration: (migration.app_label, migration.name) not in applied)


def since_release(released: dict[str, str]) -> Checked:
    """Check what came after these, of their apps; asks no database."""

    def is_new(migration: Migration) -> bool:
        return migration.app_label in released and migration.name > released[migration.app_label]

    return _checked(MigrationExecutor(None), is_new)


def _checked(executor: MigrationExecutor, is_new: Callable[[Migration], bool]) -> Checked:
    """Walk through all migrations in the order in which they run, so that each change is held against what was."""
    state, own, checked = ProjectState(), set[tuple[str, str]](), Checked()
    for migration, _ in executor.migration_plan(executor.loader.graph.leaf_nodes(), clean_start=True):
        if not is_new(migration):
            migration.mutate_state(state, preserve=False)
            continue
        where = f"{migration.app_label}.{migration.name}"
        found = [f"{where}: {words}" for words in findings(migration.app_label, migration.operations, state, own)]
        checked.count += 1
        if reason := getattr(migration, "unsafe_because", ""):
            checked.reasons.append(f"{where}: {reason}")
        else:
            checked.findings += found
    return checked


def findings(
    app: str, operations: Iterable[Operation], state: ProjectState, own: set[tuple[str, str]]
) -> Iterator[str]:
    """What each operation breaks, in Dutch; the state moves along.

    A table that is made on the way is nobody's: it is added to `own`, and what happens to it breaks nothing.
    """
    for operation in operations:
        if isinstance(operation, ops.SeparateDatabaseAndState):
            yield from findings(app, operation.database_operations, state.clone(), own)
        elif isinstance(operation, ops.CreateModel):
            own.add((app, operation.name_lower))
        elif isinstance(operation, ops.RenameModel) and (app, operation.old_name_lower) in own:
            own.add((app, operation.new_name_lower))
        elif (app, _model(operation)) not in own:
            yield from breaks(operation, app, state)
        operation.state_forwards(app, state)


def _model(operation: Operation) -> str:
    """The table that an operation is about, in small letters; empty when it does not say."""
    named = getattr(operation, "model_name", "") or getattr(operation, "old_name", "") or getattr(operation, "name", "")
    return str(named).lower()
