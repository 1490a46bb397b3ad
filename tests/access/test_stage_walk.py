"""A deal that is in preparation or closed: every address in every role, by the rights that the stage leaves."""

from urllib.parse import urlsplit

import pytest
from django.urls import resolve

from regiodeal.deals.models import Deal, User
from regiodeal.deals.roles import Right, Role, Stage, rights_of
from regiodeal.operations.checksums import checksum
from regiodeal.pages.access import declared_access
from tests.access.table import DEAL_ADDRESSES
from tests.access.test_walk import paths, status_of  # noqa: F401 - paths is a fixture
from tests.plugins.deal import Enter, person

CHANGES_PEOPLE = {"invite", "cancel-invitation", "resend-invitation", "withdraw-role", "reset-second-step"}
# Of who reads: one's own choices, and a dossier or a paper, which is a copy of what is there.
ALWAYS_KEPT = {"AuditEntry", "StoredForm", "UnsavedWork", "DataMark", "ReminderChoice", "Dossier", "MeetingPaper"}


@pytest.mark.parametrize("stage", [Stage.PREPARING, Stage.CLOSED])
@pytest.mark.parametrize("role", [Role.BUREAU, Role.TREASURER, Role.PARTY, Role.ADMINISTRATOR])
def test_a_stage_opens_what_it_leaves_and_nothing_else(
    deal: Deal,
    paths: dict[str, str],  # noqa: F811
    enter: Enter,
    role: Role,
    stage: Stage,
) -> None:
    """Any deal: a closed deal is to read; one in preparation takes no figures, whatever the role."""
    client = enter(person(deal, "Loper", role, "JenV" if role == Role.PARTY else None))
    Deal.objects.filter(pk=deal.pk).update(stage=stage)
    kept = rights_of([role], stage) | {Right.SEE_DEAL}
    for name, (method, _who) in DEAL_ADDRESSES.items():
        right = declared_access(resolve(urlsplit(paths[name]).path).func)
        status = status_of(client, method, paths[name])
        if right not in kept:
            assert status == 403, (name, status)
        assert status < 500, name


@pytest.mark.parametrize("role", [Role.BUREAU, Role.TREASURER, Role.PARTY])
def test_nothing_in_a_closed_deal_is_changed_by_any_address(
    deal: Deal,
    paths: dict[str, str],  # noqa: F811
    enter: Enter,
    role: Role,
) -> None:
    """Closing is one place: no view of its own lets a role through."""
    client = enter(person(deal, "Loper", role, "JenV" if role == Role.PARTY else None))
    Deal.objects.filter(pk=deal.pk).update(stage=Stage.CLOSED)
    before = checksum(deal).parts
    for name in DEAL_ADDRESSES.keys() - CHANGES_PEOPLE:
        assert status_of(client, "post", paths[name]) < 500, name
    after = checksum(deal).parts
    assert [name for name in before if before[name] != after[name] and name not in ALWAYS_KEPT] == []


def test_who_prepares_invites_people(deal: Deal, enter: Enter, bureau: User) -> None:
    Deal.objects.filter(pk=deal.pk).update(stage=Stage.PREPARING)
    assert enter(bureau).get(f"/deals/{deal.slug}/beheer/uitnodigen/").status_code == 200
