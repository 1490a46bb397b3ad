"""Every act that the trail can hold has a name in Dutch, by which one can search for it."""

from typing import Any

import pytest
from celery import current_app
from django.urls import get_resolver, reverse

from regiodeal.audit.acts import all_words, words_for
from regiodeal.audit.entries import record
from regiodeal.audit.models import AuditKind, AuditResult
from regiodeal.audit.request_trail import NOT_AUDITED
from regiodeal.deals.models import Deal, User
from tests.plugins.deal import Enter

DOWNLOADS = ("download", "export", "-file", "template", "-feed")


def acts(patterns: Any) -> set[str]:
    """The names of the addresses that change something or give a file."""
    found: set[str] = set()
    for pattern in patterns:
        found |= acts(getattr(pattern, "url_patterns", ()))
        view = getattr(getattr(pattern, "callback", None), "view_class", None)
        name = getattr(pattern, "name", None)
        posts = view is not None and hasattr(view, "post") and "post" in view.http_method_names
        if name and (posts or any(part in name for part in DOWNLOADS)):
            found.add(name)
    return found


def test_each_address_that_changes_something_or_gives_a_file_has_words() -> None:
    names = acts(get_resolver().url_patterns)
    assert len(names) > 100
    # A page with the word "files" in its name gives none.
    assert names - all_words().keys() - NOT_AUDITED - {"ledger-files"} == set()


def test_each_task_has_words() -> None:
    tasks = {name for name in current_app.tasks if not name.startswith("celery.")}
    assert len(tasks) > 10
    assert tasks - all_words().keys() == set()


def test_what_has_no_name_keeps_its_code() -> None:
    assert words_for("something-new") == "something-new"


@pytest.mark.django_db
def test_the_page_tells_it_in_dutch_and_finds_it_by_those_words(
    deal: Deal, administrator: User, bureau: User, enter: Enter
) -> None:
    for action in ("enter-measurement", "plan-meeting"):
        record(action, kind=AuditKind.CHANGE, result=AuditResult.DONE, actor=bureau, deal_id=deal.pk)
    client = enter(administrator)
    page = client.get(reverse("audit", args=[deal.slug])).content.decode()
    assert "Cijfer invoeren" in page
    assert "Overleg plannen" in page
    found = client.get(reverse("audit", args=[deal.slug], query={"text": "cijfer INV"})).content.decode()
    assert "Cijfer invoeren" in found
    assert "Overleg plannen" not in found
