"""Long work in a deal stops nobody else, and who has to wait is told so in time (reliability B1)."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connection, transaction

from pillars.measurements.models import Measurement
from regiodeal.deals.models import Deal, User
from regiodeal.deals.running import IMPORTS, hold_running_for_import
from tests.faults.test_lost_connections import address
from tests.pillars.measurements.test_entering import post_figure
from tests.plugins.deal import Enter
from tests.portal import ROOT
from tests.services import free_port, running, wait_until

pytestmark = pytest.mark.django_db(transaction=True)


def elsewhere[Result](act: Callable[[], Result]) -> Result:
    """Do it on a connection of its own, within ten seconds."""

    def closing() -> Result:
        try:
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(closing).result(timeout=10)


def test_people_save_while_a_file_is_entered_and_only_closing_and_the_next_file_wait(
    deal: Deal, bureau: User, enter: Enter
) -> None:
    """Four people waited 10.6 seconds for a file of 38,640 rows, and `/healthz` with them."""
    client = enter(bureau)
    with transaction.atomic():
        hold_running_for_import(deal.pk)
        Deal.objects.select_for_update(no_key=True).get(pk=deal.pk)  # as approving money holds it
        assert elsewhere(lambda: post_figure(client, deal)).status_code == 302
        assert elsewhere(lambda: client.get("/healthz")).status_code == 200
        with psycopg.connect(address(), autocommit=True) as other:
            (is_free,) = other.execute("SELECT pg_try_advisory_lock(%s, %s)", [IMPORTS, deal.pk]).fetchone() or (None,)
            assert is_free is False
            other.execute("SET lock_timeout = '200ms'")
            with pytest.raises(psycopg.errors.LockNotAvailable):
                other.execute("SELECT 1 FROM deals_deal WHERE id = %s FOR UPDATE", [deal.pk])  # as closing does
    assert Measurement.objects.count() == 1


def test_no_lock_keeps_others_from_adding_rows() -> None:
    """FOR UPDATE conflicts with every insert that names the row; closing a deal alone means that."""
    found = [
        f"{path.relative_to(ROOT)}: {line.strip()}"
        for folder in ("regiodeal", "pillars", "finance", "reporting")
        for path in sorted((ROOT / folder).rglob("*.py"))
        for line in path.read_text().splitlines()
        if re.search(r"select_for_update\((?!no_key=True)", line)
    ]
    assert found == ["regiodeal/stages/life.py: Deal.objects.select_for_update().get(pk=deal.pk)"]


def test_who_waits_for_a_lock_gets_a_page_that_says_so(
    deal: Deal, bureau: User, enter: Enter, tmp_path: Path, settings: Any
) -> None:
    """A lock that was held for 30 seconds was 30 seconds of nothing."""
    port, log, client = free_port(), tmp_path / "web.log", enter(bureau)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    url = f"{address()}?options=-c%20lock_timeout%3D500ms"
    env = {**os.environ, "DATABASE_URL": url, "ALLOWED_HOSTS": "127.0.0.1", "SECRET_KEY": settings.SECRET_KEY}
    env |= {"PORT": str(port), "WEB_WORKERS": "1", "DATA_DIR": str(tmp_path / "data")}
    collect = [sys.executable, "manage.py", "collectstatic", "--noinput", "-v0"]
    subprocess.run(collect, cwd=ROOT, env=env, check=True, capture_output=True)
    with (
        running([sys.executable, "-m", "regiodeal.config.web_server"], log=log, env=env) as process,
        psycopg.connect(address()) as other,
    ):
        wait_until(lambda: answered(port, "/healthz", "")[0] == 200, process, log)
        other.execute("SELECT 1 FROM django_session WHERE session_key = %s FOR UPDATE", [session])
        other.execute("UPDATE django_session SET expire_date = expire_date WHERE session_key = %s", [session])
        cookie = f"{settings.SESSION_COOKIE_NAME}={session}"
        began = time.monotonic()
        status, page = answered(port, "/account/sessie/", cookie, method="POST")
        assert time.monotonic() - began < 8
        assert status == 503
        assert "Een ander is net met dezelfde gegevens bezig" in page


def answered(port: int, path: str, cookie: str, method: str = "GET") -> tuple[int, str]:
    """What the server answers; 0 while it does not."""
    web = HTTPConnection("127.0.0.1", port, timeout=20)
    token = "a" * 32
    headers = {"Cookie": f"{cookie}; csrftoken={token}", "X-CSRFToken": token}
    try:
        web.request(method, path, headers=headers)
        answer = web.getresponse()
        return answer.status, answer.read().decode()
    except OSError:
        return 0, ""
    finally:
        web.close()


def test_a_web_process_waits_no_longer_than_this(tmp_path: Path) -> None:
    """Unless the address of the database says otherwise itself."""
    code = (
        "from regiodeal.config import wsgi; from django.db import connection as c; cur = c.cursor();"
        "cur.execute('SHOW lock_timeout'); print(cur.fetchone()[0]);"
        "cur.execute('SHOW statement_timeout'); print(cur.fetchone()[0])"
    )
    for options, expected in (("", ["10s", "1min"]), ("?options=-c%20statement_timeout%3D2s", ["10s", "2s"])):
        env = {**os.environ, "DATABASE_URL": f"{address()}{options}", "DATA_DIR": str(tmp_path / "data")}
        done = subprocess.run(
            [sys.executable, "-c", code], cwd=ROOT, env=env, capture_output=True, text=True, check=True
        )
        assert done.stdout.split() == expected
