"""A row lock is taken inside a transaction, or PostgreSQL answers with an error that no test on SQLite shows."""

from tests.architecture.row_locks import Place, read, unguarded
from tests.portal import ROOT

SOURCES = read(ROOT, ("regiodeal", "pillars", "finance", "reporting"))
STEPS = "reporting/rounds/steps.py"


def test_every_row_lock_is_taken_inside_a_transaction() -> None:
    assert unguarded(SOURCES) == []


def test_a_transaction_that_is_gone_is_found_where_it_is_entered() -> None:
    text = SOURCES[STEPS]
    gone = text.replace("@transaction.atomic\ndef freeze", "def freeze")
    assert gone != text
    found = unguarded(SOURCES | {STEPS: gone})
    assert Place("reporting/rounds/views.py", "post") in found
    assert Place("reporting/tasks.py", "make_planned_concepts") in found


def test_a_lock_in_a_block_with_a_transaction_is_in_order() -> None:
    apart = "def taken(rows):\n    with transaction.atomic():\n        rows.select_for_update().get()\n"
    bare = "def taken(rows):\n    rows.select_for_update().get()\n"
    assert unguarded({"one.py": apart}) == []
    assert unguarded({"one.py": bare}) == [Place("one.py", "taken")]
