"""Every command of the server leaves an entry in the trail, unless it is known to read only."""

from pathlib import Path
from typing import Any

import pytest
from django.core.management import get_commands, load_command_class
from django.core.management.base import CommandError

from regiodeal.api_clients.models import ApiToken
from regiodeal.audit.acts import all_words
from regiodeal.audit.commands import AuditedCommand
from regiodeal.audit.models import AuditEntry
from regiodeal.deals.models import Deal, Membership, User
from tests.plugins.deal import run

OURS = ("regiodeal.", "pillars", "finance", "reporting")

# They change nothing. What they show is no secret to who may enter the server, where the whole database can be read.
READING = frozenset(
    {
        *("checksum", "example_logins", "progress", "position", "projects", "sisa"),
        *("export_deal", "export_money", "snapshot_schema"),
    }
)


def ours() -> dict[str, Any]:
    """The commands of the project, by their names."""
    return {name: load_command_class(app, name) for name, app in get_commands().items() if app.startswith(OURS)}


def entries(action: str) -> list[tuple[str, int | None]]:
    """Result, and whom it was about, of what was kept of a command."""
    return list(AuditEntry.objects.filter(action=action).order_by("pk").values_list("result", "about"))


def test_every_command_is_kept_in_the_trail_unless_it_only_reads() -> None:
    kept = {name for name, command in ours().items() if isinstance(command, AuditedCommand)}
    assert ours().keys() - kept == READING
    assert {"forget_user", "restore", "backup", "retention", "api_token", "renew_secrets"} <= kept


def test_each_of_them_has_words() -> None:
    assert ours().keys() - READING - all_words().keys() == set()


@pytest.mark.django_db
def test_forgetting_is_kept_with_the_number_of_who_was_forgotten(deal: Deal, bureau: User) -> None:
    run("forget_user", bureau.email)
    assert entries("forget_user") == []  # it only told
    with pytest.raises(CommandError):
        run("forget_user", bureau.email, "--yes")
    Membership.objects.filter(user=bureau).delete()
    run("forget_user", bureau.email, "--yes")
    assert entries("forget_user") == [("failed", bureau.pk), ("done", bureau.pk)]


@pytest.mark.django_db
def test_ending_what_is_past_its_term_is_kept_and_telling_is_not() -> None:
    run("retention")
    assert entries("retention") == []
    run("retention", "--apply")
    assert entries("retention") == [("done", None)]


@pytest.mark.django_db
def test_a_token_is_kept_and_the_list_is_not(deal: Deal, administrator: User) -> None:
    run("api_token", "list")
    assert entries("api_token") == []
    more = ("--kind", "progress", "--purpose", "Raad", "--contact", "data@example.nl", "--by", administrator.email)
    run("api_token", "issue", "Dashboard", "--deal", deal.slug, *more)
    token = ApiToken.objects.get()
    run("api_token", "revoke", token.prefix, "--by", administrator.email, "--reason", "Gelekt")
    assert entries("api_token") == [("done", None)] * 2


@pytest.mark.django_db(transaction=True)
def test_a_restore_is_kept_in_the_trail_that_was_put_back(
    deal: Deal, bureau: User, settings: Any, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT, settings.DATA_DIR = tmp_path / "files", tmp_path
    (tmp_path / "out").mkdir()
    archive = run("backup", str(tmp_path / "out")).split()[0]
    assert entries("backup") == [("done", None)]  # after the copy was made, which does not hold it
    run("restore", archive, "--force")
    assert (entries("backup"), entries("restore")) == ([], [("done", None)])
    with pytest.raises(CommandError, match="niet leeg"):
        run("restore", archive)
    assert entries("restore") == [("done", None), ("failed", None)]


@pytest.mark.django_db
def test_what_failed_in_an_empty_portal_leaves_it_empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("regiodeal.operations.management.commands.restore.is_empty", lambda: True)
    with pytest.raises(CommandError):
        run("restore", str(tmp_path / "weg.tar"), "--force")
    assert not AuditEntry.objects.exists()  # so that the next try needs no --force
