"""Nothing whose password everybody can read gets to production: not at start, and not with an archive (security A5)."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from regiodeal.accounts.passwords import PUBLISHED
from regiodeal.deals.models import Deal, User
from regiodeal.operations.backups import BackupError, back_up
from regiodeal.operations.example_left import refuse_example
from regiodeal.operations.restores import restore
from tests.environment import PRODUCTION
from tests.faults.test_lost_connections import address
from tests.portal import ROOT
from tests.services import free_port

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def beheer() -> User:
    """An account of the example, as `make run` makes it."""
    return User.objects.create_user("beheer@voorbeeld.test", "Beheer", PUBLISHED)


def test_the_portal_does_not_start_with_it(deal: Deal, beheer: User, tmp_path: Path) -> None:
    env = {
        **os.environ,
        **PRODUCTION,
        "DATABASE_URL": address(),
        "DATA_DIR": str(tmp_path / "data"),
        "PORT": str(free_port()),
        "WEB_WORKERS": "2",
    }
    command = [sys.executable, "-m", "regiodeal.config.web_server"]
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=90, check=False)
    assert done.returncode == os.EX_CONFIG
    assert "1 voorbeeldaccounts (@voorbeeld.test)" in done.stderr


def test_what_is_in_it_is_told_and_a_machine_of_ones_own_goes_on(
    deal: Deal, beheer: User, settings: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    Deal.objects.filter(pk=deal.pk).update(example_notice="Verzonnen.")
    refuse_example()  # this machine alone
    settings.IS_LOCAL = False
    with pytest.raises(SystemExit):
        refuse_example()
    assert f"voorbeeldgegevens in {deal.slug} en 1 voorbeeldaccounts" in capsys.readouterr().err
    answer = Client().post("/account/login/", {"login": beheer.email, "password": PUBLISHED})
    assert "is openbaar" in answer.content.decode()  # where it came in by another way


def test_an_archive_of_a_trial_is_not_put_back_there(deal: Deal, beheer: User, settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.MEDIA_ROOT.mkdir()
    manifest = back_up(tmp_path / "trial.tar", at=timezone.now())
    assert "voorbeeldaccounts" in manifest.example
    settings.IS_LOCAL = False
    with pytest.raises(BackupError, match=r"voorbeeldaccounts.*horen niet in productie.* Er is niets veranderd"):
        restore(tmp_path / "trial.tar", force=True)
