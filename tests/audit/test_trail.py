"""Who did what, on what, from where, with what result: kept for good, and without a word that somebody typed."""

from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from regiodeal.audit.entries import plain, record
from regiodeal.audit.models import AuditEntry, AuditKind, AuditResult
from regiodeal.deals.models import Deal, User
from tests.accounts.people import invited
from tests.plugins.deal import SLUG, Enter, run
from tests.portal import Portal


def entries(**wanted: Any) -> list[tuple[Any, ...]]:
    """Kind, action, key and result of what was kept, oldest first; without signing in, which each test begins with."""
    rows = AuditEntry.objects.filter(**wanted).exclude(action="sign-in").order_by("pk")
    return list(rows.values_list("kind", "action", "object_key", "result"))


def test_a_change_is_kept_with_who_where_and_when(deal: Deal, bureau: User, enter: Enter) -> None:
    client, before = enter(bureau), timezone.now()
    client.post(reverse("renew-feed", args=[deal.slug]), REMOTE_ADDR="203.0.113.9", headers={"X-Request-ID": "a" * 32})
    entry = AuditEntry.objects.get(action="renew-feed")
    assert (entry.actor, entry.deal, entry.kind, entry.result, entry.status) == (bureau, deal, "change", "done", 302)
    assert (entry.source, entry.request_id) == ("203.0.113.9", "a" * 32)
    assert before <= entry.at <= timezone.now()


def test_what_is_refused_is_kept_too(deal: Deal, overleg: User, outsider: User, enter: Enter) -> None:
    path = reverse("record-fulfilment", args=[deal.slug, "verslag", "2026-06-14"])
    enter(overleg).post(path)
    enter(outsider).post(path)
    Client().post(path)
    key = "code=verslag, due_on=2026-06-14"
    rows = AuditEntry.objects.filter(action="record-fulfilment").order_by("pk")
    found = list(rows.values_list("object_key", "result", "status", "actor__name"))
    assert found[1:] == [(key, "refused", 404, "Buitenstaander"), (key, "done", 302, None)]  # nobody did it
    assert found[0][1] == "refused"


def test_a_file_that_is_taken_out_is_kept(deal: Deal, administrator: User, enter: Enter) -> None:
    b"".join(enter(administrator).get(reverse("audit-export", args=[deal.slug])))
    assert entries(actor=administrator) == [("download", "audit-export", "", "done")]


def test_looking_is_not_kept(deal: Deal, bureau: User, enter: Enter) -> None:
    client = enter(bureau)
    client.get(reverse("overview", args=[deal.slug]))
    client.post("/account/sessie/")
    assert entries(actor=bureau) == []


def test_a_page_costs_no_query_more(deal: Deal, bureau: User, enter: Enter, django_assert_num_queries: Any) -> None:
    client, page = enter(bureau), reverse("readings", args=[deal.slug])
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as queries:
        client.get(page)
    assert not [query["sql"] for query in queries if "auditentry" in query["sql"]]


def test_no_secret_and_no_text_is_kept(deal: Deal, administrator: User, enter: Enter) -> None:
    secrets = ["Geheim-Woord-9-Lang", "vertrouwelijke zin", "onbekend@example.nl"]
    _invitation, link = invited(deal, administrator)
    Client().post(link, {"name": secrets[1], "password1": secrets[0], "password2": "anders"})
    Client().post("/account/login/", {"login": secrets[2], "password": secrets[0]})
    client = enter(administrator)
    client.post(reverse("invite", args=[deal.slug]) + f"?tekst={secrets[1]}", {"email": secrets[2], "name": secrets[1]})
    client.post(f"/deals/{deal.slug}/afspraken/verslag/{secrets[1]}/gedaan/")
    client.post("/account/password/reset/key/1-abc-def/", {"password1": secrets[0]})
    kept = str(list(AuditEntry.objects.values()))
    token = link.split("/")[2]
    assert [secret for secret in [*secrets, token, "abc-def"] if secret in kept] == []
    assert AuditEntry.objects.filter(action="accept-invitation", result="refused").count() == 1


@pytest.mark.parametrize("text", ["vertrouwelijke zin!", "<b>", "x" * 121, "pk=1\nvals", "naam@example.nl", "é"])
def test_what_is_no_plain_code_is_left_out(text: str) -> None:
    assert plain(text) == ""


@pytest.mark.parametrize("text", ["pk=12", "code=4.1.2, due_on=2026-06-14", "enter-measurement", "covenant.tasks.x_y"])
def test_codes_and_keys_are_kept(text: str) -> None:
    assert plain(text) == text


def test_the_database_refuses_to_change_or_remove_an_entry(bureau: User) -> None:
    record("renew-feed", kind=AuditKind.CHANGE, result=AuditResult.DONE, actor=bureau)
    rows = AuditEntry.objects.filter(action="renew-feed")
    for change in ({"result": "refused"}, {"actor": None}, {"at": timezone.now()}, {"source": "203.0.113.1"}):
        with pytest.raises(IntegrityError, match="final"), transaction.atomic():
            rows.update(**change)
    with pytest.raises(IntegrityError, match="final"), transaction.atomic():
        rows.delete()
    with pytest.raises(IntegrityError, match="final"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE audit_auditentry SET action = 'iets'")
    assert rows.count() == 1


def test_the_database_refuses_what_no_entry_can_be(bureau: User) -> None:
    for wrong in ({"kind": "iets"}, {"result": "misschien"}):
        values = {"at": timezone.now(), "kind": "change", "result": "done", "action": "x"} | wrong
        with pytest.raises(IntegrityError, match="audit_entry"), transaction.atomic():
            AuditEntry.objects.create(**values)


def test_sqlite_refuses_it_too(sqlite_portal: Portal) -> None:
    code = (
        "from regiodeal.audit.models import AuditEntry; from django.utils import timezone\n"
        "row = AuditEntry.objects.create(at=timezone.now(), kind='change', result='done', action='x')\n"
        "for act in (lambda: AuditEntry.objects.update(action='y'), lambda: AuditEntry.objects.all().delete()):\n"
        "    try: act(); print('changed')\n"
        "    except Exception as error: print(type(error).__name__)\n"
    )
    assert sqlite_portal.manage("shell", "--no-imports", "-c", code).stdout.split() == ["IntegrityError"] * 2


def test_when_the_trail_cannot_be_written_it_goes_to_the_log(
    bureau: User, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def full(**_values: Any) -> None:
        raise DatabaseError("disk full")

    monkeypatch.setattr(AuditEntry.objects, "create", full)
    record("renew-feed", kind=AuditKind.CHANGE, result=AuditResult.DONE, actor=bureau)
    (line,) = [row for row in caplog.records if row.name == "portal.audit"]
    assert line.levelname == "ERROR"
    assert line.__dict__["actor_id"] == str(bureau.pk)


def test_a_command_that_changes_something_is_kept(deal: Deal) -> None:
    run("add_member", SLUG, "nieuw@example.nl", "bureau", "--name", "Nieuw")
    run("load_deal", "fixtures/den-haag-zuidwest-ii.yaml", "--dry-run")
    with pytest.raises(CommandError):
        call_command("add_member", "geen-deal", "a@example.nl", "bureau")
    with pytest.raises(CommandError, match="Zo heet al iemand"):
        call_command("add_member", SLUG, "ander@example.nl", "bureau", name="nieuw ")
    assert entries(kind="command") == [
        ("command", "add_member", "", "done"),
        ("command", "add_member", "", "failed"),
        ("command", "add_member", "", "failed"),
    ]
