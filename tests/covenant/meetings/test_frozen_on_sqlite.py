"""What stands is refused by SQLite too, as `make run` has it."""

import sqlite3
from datetime import date

import pytest

from tests.portal import Portal

DAY = date(2026, 9, 15).isoformat()


def test_minutes_that_stand_do_not_change_on_sqlite(sqlite_portal: Portal) -> None:
    with sqlite3.connect(sqlite_portal.data_dir / "portal.sqlite3") as database:
        database.execute("PRAGMA foreign_keys=OFF")
        database.execute(
            "INSERT INTO covenant_minutes (meeting_id, number, text, reason, agreed_on, written_by_id, written_at) "
            "VALUES (1, 1, 'Zo was het', '', NULL, 1, '2026-09-15')"
        )
        database.execute("UPDATE covenant_minutes SET text = 'Zo was het echt'")  # a draft may change
        database.execute("UPDATE covenant_minutes SET agreed_on = ?", [DAY])
        for attempt in ("UPDATE covenant_minutes SET text = 'Anders'", "DELETE FROM covenant_minutes"):
            with pytest.raises(sqlite3.IntegrityError, match="this row is final"):
                database.execute(attempt)
        assert database.execute("SELECT text FROM covenant_minutes").fetchone() == ("Zo was het echt",)
    database.close()
