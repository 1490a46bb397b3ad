"""What a program takes out is in the audit trail: which program, by which token, of which deal, and no session."""

import logging
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from regiodeal.api_clients.models import ApiToken
from regiodeal.audit.models import AuditEntry
from regiodeal.deals.models import Deal, User
from reporting.reports.models import AnnualReport
from tests.plugins.deal import Enter
from tests.plugins.reports import shared
from tests.reporting.api.clients import Reading

pytestmark = pytest.mark.django_db


@pytest.fixture
def file_path(deal: Deal, bureau: User, own_files: Path) -> str:
    """The address of a report's file."""
    shared(deal, by=bureau)
    return f"/deals/{deal.slug}/reports/{AnnualReport.objects.get().pk}/files/pdf"


def test_a_file_is_kept_with_the_program_and_not_with_who_is_signed_in_beside_it(
    api: Reading, file_path: str, bureau: User, administrator: User, enter: Enter, caplog: Any
) -> None:
    caplog.set_level(logging.INFO, logger="portal")
    token, deal = ApiToken.objects.get(), Deal.objects.get()
    api.client.cookies = enter(bureau).cookies
    assert api.get(file_path).status_code == 200
    entry = AuditEntry.objects.get(action="api-report-file")
    assert (entry.client, entry.deal, entry.actor) == (token.client, deal, None)
    assert entry.object_key == f"token={token.prefix}, number={AnnualReport.objects.get().pk}, kind=pdf"
    lines = [line.__dict__ for line in caplog.records if line.name == "portal.request"]
    assert [(line["client"], line["token"], line["user"]) for line in lines] == [(token.client_id, token.prefix, None)]
    asked = {"text": "dashboard van", "kind": "download"}
    page = enter(administrator).get(reverse("audit", args=[deal.slug]), asked).content.decode()
    assert "koppeling Dashboard van BZK" in page
    assert token.prefix in page


def test_what_the_api_refuses_is_nobodys_act(bureau: User, enter: Enter) -> None:
    api = Reading()
    api.client.cookies = enter(bureau).cookies
    assert api.get("/deals", method="post").status_code == 405
    assert AuditEntry.objects.get(action="api-deals").actor is None
