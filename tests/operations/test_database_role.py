"""The portal's own user of the database cannot empty or change the audit trail (security A6)."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connection
from psycopg import sql

from regiodeal.audit.models import AuditEntry
from regiodeal.deals.models import Deal, User
from regiodeal.operations.backups import BackupError
from regiodeal.operations.restores import restore
from tests.faults.test_lost_connections import address
from tests.plugins.deal import run
from tests.services import free_port, running, wait_until

pytestmark = pytest.mark.django_db(transaction=True)
TRAIL = AuditEntry._meta.db_table


@pytest.fixture
def role(settings: Any) -> Iterator[str]:
    """The address of the database for a role that the shipped command made; gone afterwards."""
    name = f"portal_{os.getpid()}"
    settings.DATABASE_ROLE_PASSWORD = "geheim-van-de-rol"
    run("database_role", name)
    run("database_role", name)  # again, as after each upgrade
    host = address().partition("@")[2]
    yield f"postgresql://{name}:geheim-van-de-rol@{host}"
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("DROP OWNED BY {0}; DROP ROLE {0}").format(sql.Identifier(name)))


def test_it_adds_to_the_trail_and_takes_nothing_from_it(deal: Deal, bureau: User, role: str) -> None:
    before = AuditEntry.objects.count()
    with psycopg.connect(role, autocommit=True) as portal:
        added = f"INSERT INTO {TRAIL} (at, kind, action, object_type, object_key, result, request_id)"
        portal.execute(f"{added} VALUES (now(), 'change', 'probe', '', '', 'done', '')")
        for refused in (
            f"TRUNCATE {TRAIL}",
            f"TRUNCATE {TRAIL} CASCADE",
            f"DELETE FROM {TRAIL}",
            f"UPDATE {TRAIL} SET at = now()",
            f"ALTER TABLE {TRAIL} DISABLE TRIGGER ALL",
            f"DROP TRIGGER audit_entry_only_added_remove ON {TRAIL}",
            f"DROP TABLE {TRAIL} CASCADE",
            "DROP FUNCTION audit_entry_only_added() CASCADE",
            "TRUNCATE deals_deal CASCADE",
            "DELETE FROM django_migrations",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                portal.execute(refused)
        portal.execute("UPDATE deals_deal SET short_name = short_name")
    assert AuditEntry.objects.count() == before + 1


def test_the_portal_works_as_that_role(deal: Deal, role: str, tmp_path: Path) -> None:
    port, log = free_port(), tmp_path / "web.log"
    env = {**os.environ, "DATABASE_URL": role, "ALLOWED_HOSTS": "127.0.0.1", "PORT": str(port), "WEB_WORKERS": "1"}
    env["DATA_DIR"] = str(tmp_path / "data")
    subprocess.run(
        [sys.executable, "manage.py", "collectstatic", "--noinput", "-v0"], env=env, check=True, capture_output=True
    )
    with running([sys.executable, "-m", "regiodeal.config.web_server"], log=log, env=env) as process:
        wait_until(lambda: asked(port, "GET", "/healthz") == 200, process, log)
        assert asked(port, "GET", "/readyz") == 200
        token = "a" * 32
        headers = {"Cookie": f"csrftoken={token}", "Content-Type": "application/x-www-form-urlencoded"}
        form = f"csrfmiddlewaretoken={token}&login=niemand@example.nl&password=Verkeerd-Woord-1"
        assert asked(port, "POST", "/account/login/", form, headers) == 200
    assert AuditEntry.objects.filter(action="sign-in", result="refused").exists()  # kept by that role


def test_who_owns_no_table_is_told_so_before_anything_of_a_restore(deal: Deal, role: str, tmp_path: Path) -> None:
    """Without Docker the environment of the portal was given, whose role cannot replace a table."""
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("SET ROLE {}").format(sql.Identifier(f"portal_{os.getpid()}")))
    try:
        with pytest.raises(BackupError, match=r"bezit de tabellen niet.*eigenaar.*Er is niets veranderd\."):
            restore(tmp_path / "archive.tar", force=True)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("RESET ROLE")
    with pytest.raises(BackupError, match="is er niet"):  # the owner gets to the archive
        restore(tmp_path / "archive.tar", force=True)


def asked(port: int, method: str, path: str, body: str = "", headers: dict[str, str] | None = None) -> int:
    """The status of the answer; 0 while there is none."""
    with closing(HTTPConnection("127.0.0.1", port, timeout=20)) as web:
        try:
            web.request(method, path, body, headers or {})
            return web.getresponse().status
        except OSError:
            return 0
