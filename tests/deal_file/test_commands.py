"""The commands, as somebody at a terminal meets them."""

import json
from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from pytest_django import Settings

from regiodeal.deals.models import Deal, Membership, User
from tests.deal_file.made_faults import SMALL
from tests.plugins.deal import SLUG, run
from tests.portal import Portal

COMMANDS = ["load_deal", "load_example", "export_deal", "build_report", "position", "progress", "add_member"]


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_explains_itself(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="0"):
        call_command(command, "--help")
    assert "usage:" in capsys.readouterr().out


@pytest.mark.parametrize("command", ["export_deal", "position", "progress", "load_example"])
def test_an_unknown_deal_is_named(db: None, command: str) -> None:
    with pytest.raises(CommandError, match="geen deal met het kenmerk 'bestaat-niet'"):
        run(command, "bestaat-niet")


def test_a_date_that_cannot_be_read_is_refused(deal: Deal) -> None:
    with pytest.raises(CommandError, match="is geen datum van 2000 tot en met 2099; schrijf bijvoorbeeld 2026-06-14"):
        run("progress", SLUG, "--on", "14 juni")


def test_progress_tells_every_result_and_target(deal: Deal) -> None:
    told = json.loads(run("progress", SLUG, "--on", "2026-06-14", "--json"))
    assert (len(told["results"]), len(told["targets"])) == (43, 51)
    assert {"code", "value", "target_min", "target_max", "status"} <= told["results"][0].keys() & told["targets"][
        0
    ].keys()
    plinths = next(row for row in told["targets"] if row["code"] == "1.3.1")
    assert (plinths["value"], plinths["target_min"], plinths["target_max"]) == (None, "2.00", "4.00")


def test_a_member_gets_an_account_and_a_first_password_once(deal: Deal) -> None:
    first = run("add_member", SLUG, "Nieuw@Denhaag.nl", "bureau", "--name", "Nieuw")
    assert "Eerste wachtwoord: " in first
    user = User.objects.get(email="nieuw@denhaag.nl")
    assert user.check_password(first.split("Eerste wachtwoord: ")[1].split()[0])
    assert "wachtwoord" not in run("add_member", SLUG, "nieuw@denhaag.nl", "reviewer")
    assert set(Membership.objects.filter(user=user).values_list("role", flat=True)) == {"bureau", "reviewer"}


def test_what_is_no_address_gets_no_account(deal: Deal) -> None:
    """Any deal 33: `geen-adres` became an account that nobody could sign in with."""
    with pytest.raises(CommandError, match="'geen-adres' is geen e-mailadres"):
        run("add_member", deal.slug, "geen-adres", "bureau", "--name", "Niemand")
    assert not User.objects.filter(email__startswith="geen-adres").exists()


def test_a_party_representative_names_a_party_of_the_deal(deal: Deal) -> None:
    with pytest.raises(CommandError, match="BZK, EZK, SZW, JenV, Gemeente"):
        run("add_member", SLUG, "iemand@jenv.nl", "party")
    assert not User.objects.filter(email="iemand@jenv.nl").exists()
    run("add_member", SLUG, "iemand@jenv.nl", "party", "--party", "JenV")
    assert Membership.objects.get(user__email="iemand@jenv.nl").party.code == "JenV"  # type: ignore[union-attr]


def test_example_data_do_not_come_into_production(deal: Deal, settings: Settings) -> None:
    settings.IS_LOCAL = False
    with pytest.raises(CommandError, match="horen niet in productie"):
        run("load_example", SLUG)
    assert not User.objects.exists()


def test_the_example_loads_once_and_says_that_it_is_made_up(deal: Deal) -> None:
    assert "bureau@voorbeeld.test" in run("load_example", SLUG)
    deal.refresh_from_db()
    assert "verzonnen" in deal.example_notice
    assert run("load_example", SLUG) == "De voorbeeldgegevens zijn al geladen.\n"


def test_the_same_commands_work_on_sqlite_without_any_service(sqlite_portal: Portal, tmp_path: Path) -> None:
    sqlite_portal.manage("load_deal", "fixtures/den-haag-zuidwest-ii.yaml")
    sqlite_portal.manage("load_example", SLUG)
    told = json.loads(sqlite_portal.manage("progress", SLUG, "--on", "2026-11-20", "--json").stdout)
    money = json.loads(sqlite_portal.manage("position", SLUG, "--on", "2026-11-20", "--json").stdout)
    assert len(told["results"]) == 43
    assert money["cap"]["amount"] == "300000.00"


@pytest.mark.usefixtures("example")
def test_sqlite_and_postgresql_tell_the_same(sqlite_portal: Portal) -> None:
    sqlite_portal.manage("load_deal", "fixtures/den-haag-zuidwest-ii.yaml")
    sqlite_portal.manage("load_example", SLUG)
    for command in (
        ("progress", SLUG, "--on", "2026-06-14", "--json"),
        ("position", SLUG, "--on", "2026-06-14", "--json"),
    ):
        assert json.loads(sqlite_portal.manage(*command).stdout) == json.loads(run(*command))


def test_a_deal_is_loaded_from_standard_input_and_all_faults_are_printed(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Any deal 26, 27: `-` reads what is piped in, and every fault is printed, not the first one only."""
    content = SMALL.read_bytes()
    monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO(content)))
    assert "komt erbij" in run("load_deal", "-", "--format", "yaml")
    wrong = (
        content.replace(b"day: 15", b"day: 31")
        .replace(b"owner: GEM", b"owner: XX")
        .replace(b"side: national", b"side: x")
    )
    monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO(wrong)))
    with pytest.raises(CommandError, match="6 fouten, er is niets veranderd") as told:
        run("load_deal", "-")
    assert all(part in str(told.value) for part in ("31 april", "'XX' is geen Partij", "'x' kan niet bij 'Kant'"))
