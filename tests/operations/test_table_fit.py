"""A database of code that was never released is told apart, though its migrations have the same names."""

import pytest
from django.db import connection

from regiodeal.operations.table_fit import refuse_unlike_tables, unlike_models

pytestmark = pytest.mark.django_db


def test_the_tables_of_this_version_fit() -> None:
    assert unlike_models() == []
    refuse_unlike_tables()


def test_what_is_missing_and_what_is_there_too_much_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    """`migrate --plan` says that nothing changes: the one migration of each app is written anew."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE deals_party RENAME COLUMN name TO old_name")
        cursor.execute("DROP TABLE notices_reminder CASCADE")
    assert set(unlike_models()) == {"deals_party.name", "deals_party.old_name", "notices_reminder"}
    with pytest.raises(SystemExit):
        refuse_unlike_tables()
    assert "deals_party.old_name" in capsys.readouterr().err
