"""What costs much can be asked so often and no more; a page in Dutch says so."""

import socket
import uuid
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from redis.exceptions import ConnectionError as NoRedis

from regiodeal.base.web.cache import ForgivingRedisCache
from regiodeal.base.web.middleware import seconds_to_wait
from regiodeal.config.settings import security as portal
from regiodeal.deals.models import Deal, User
from tests.plugins.deal import Enter


@pytest.fixture(autouse=True)
def _own_cache(settings: Any) -> None:
    own = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": uuid.uuid4().hex}
    settings.CACHES = {"default": own}
    settings.RATE_LIMITS = {"build-report": ("POST", 2, 600), "audit-export": ("GET", 1, 600)}


def test_two_in_ten_minutes_and_then_wait() -> None:
    answers = [seconds_to_wait("1", "build-report", now=1000 + second) for second in (0, 1, 2)]
    assert answers == [0, 0, 198]  # a period of 600 seconds began at 600
    assert seconds_to_wait("2", "build-report", now=1002) == 0  # somebody else
    assert seconds_to_wait("1", "build-report", now=1200) == 0  # the next period
    assert seconds_to_wait("1", "overview", now=1000) == 0  # has no limit


def test_the_third_report_is_refused_in_dutch(deal: Deal, bureau: User, reviewer: User, enter: Enter) -> None:
    client, address = enter(bureau), reverse("build-report", args=[deal.slug])
    assert [client.post(address).status_code for _time in range(2)] == [422, 422]
    answer = client.post(address)
    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 600
    assert "te vaak achter elkaar" in answer.content.decode()
    assert enter(reviewer).post(address).status_code == 422


def test_files_are_counted_too(deal: Deal, administrator: User, enter: Enter) -> None:
    client, address = enter(administrator), reverse("audit-export", args=[deal.slug])
    statuses = []
    for _time in range(2):
        answer = client.get(address)
        b"".join(answer)
        statuses.append(answer.status_code)
    assert statuses == [200, 429]


def test_a_limit_without_redis_closes_nothing_and_holds_in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    away = ForgivingRedisCache("redis://127.0.0.1:1/0", {})

    def refuse(*_arguments: Any, **_named: Any) -> None:
        raise NoRedis

    for name in ("get", "add", "set", "delete", "incr"):
        monkeypatch.setattr(f"django.core.cache.backends.redis.RedisCacheClient.{name}", refuse)
    assert (away.get("a"), away.add("a", 1), away.delete("a")) == (None, True, True)
    away.set("a", 1)
    monkeypatch.setattr("regiodeal.base.web.middleware.cache", away)
    answers = [seconds_to_wait("1", "build-report", now=1000) for _time in range(4)]
    assert answers == [0, 0, 200, 200]


def test_a_redis_that_hangs_is_asked_once_in_a_while() -> None:
    with socket.create_server(("127.0.0.1", 0), backlog=50) as hanging:  # takes a connection, and never answers
        hanging.settimeout(0)
        hangs = ForgivingRedisCache(f"redis://127.0.0.1:{hanging.getsockname()[1]}/0", {})
        for number in range(20):
            hangs.set(str(number), number)
        assert [hangs.get(str(number)) for number in range(20)] == list(range(20))
        assert hangs.incr("3") == 4
        hanging.accept()[0].close()
        with pytest.raises(BlockingIOError):
            hanging.accept()  # there was one connection, and not one for each question


def test_signing_in_has_a_limit_of_its_own(outsider: User, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"login": "2/m/ip"}
    form = {"login": "a@example.nl", "password": "Fout-Wachtwoord-1"}
    statuses = [Client().post("/account/login/", form).status_code for _time in range(3)]
    assert statuses == [200, 200, 429]
    assert cache.get("anything") is None


def test_a_calendar_is_counted_by_itself_and_not_by_the_address_of_a_department(db: None, settings: Any) -> None:
    """Reliability B5.3: Outlook's servers, and a department behind one address, ran into the limit of each other."""
    settings.RATE_LIMITS = {"calendar-feed": ("GET", 2, 600)}
    assert [Client().get("/agenda/een.ics").status_code for _ in range(3)] == [404, 404, 429]
    assert Client().get("/agenda/twee.ics").status_code == 404


def test_nobody_fills_the_table_of_sessions(db: None, settings: Any) -> None:
    """Security A8.8: each question for a passkey made a row, without limit."""
    settings.RATE_LIMITS = {"mfa_login_webauthn": portal.RATE_LIMITS["mfa_login_webauthn"]}
    most = settings.RATE_LIMITS["mfa_login_webauthn"][1]
    asked = {"x-requested-with": "XMLHttpRequest"}
    answers = [Client().get("/account/2fa/webauthn/login/", headers=asked).status_code for _ in range(most + 5)]
    assert answers == [200] * most + [429] * 5
    assert Session.objects.count() == most
