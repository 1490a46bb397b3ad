"""The database itself refuses nonsense, on PostgreSQL and on SQLite."""

import json
import subprocess
import sys

from django.db import connection

from regiodeal.deals.models import Deal
from tests.finance.nonsense import World, attempts, is_refused
from tests.plugins.deal import DEAL_FILE
from tests.portal import ROOT, Portal


def test_postgresql_refuses_it(deal: Deal) -> None:
    assert connection.vendor == "postgresql"
    taken = [name for name, attempt in attempts(World()).items() if not is_refused(attempt, commit=False)]
    assert taken == []


def test_sqlite_refuses_it(sqlite_portal: Portal) -> None:
    sqlite_portal.manage("load_deal", str(DEAL_FILE))
    environment = sqlite_portal.environment | {"DJANGO_SETTINGS_MODULE": "regiodeal.config.settings"}
    command = [sys.executable, "-m", "tests.finance.nonsense"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    refused = json.loads(done.stdout)
    assert len(refused) > 30
    assert [name for name, was_refused in refused.items() if not was_refused] == []


def test_a_column_of_money_holds_whole_cents_on_postgresql(deal: Deal) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT data_type FROM information_schema.columns "
            "WHERE table_name = 'finance_expenditure' AND column_name IN ('amount', 'btw_amount')"
        )
        assert {row[0] for row in cursor.fetchall()} == {"bigint"}
