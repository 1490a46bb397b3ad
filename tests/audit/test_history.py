"""One history per object: who changed what, from what to what."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.urls import reverse

from finance.contributions.models import Contribution
from pillars.agreed.models import Indicator, Measure, NamedItem
from pillars.measurements.models import Measurement
from pillars.stories.models import ProgressEntry
from regiodeal.deals.models import Deal, Party, User
from regiodeal.lifecycle.history import HistoryStep, history
from tests.plugins.deal import Enter, at


def changed(step: HistoryStep) -> list[tuple[str, str, str]]:
    return list(step.changes)


def test_the_figure_of_a_lifecycle_shows_before_and_after(deal: Deal, bureau: User, enter: Enter) -> None:
    indicator = Indicator.objects.filter(deal=deal, item_sets=None, is_yearly=True).first()
    values: dict[str, Any] = {
        "value": 12,
        "year": 2026,
        "measured_on": date(2026, 3, 1),
        "source": "Telling",
        "note": "",
    }
    figure = Measurement.begin(by=bureau, at=at("2026-03-02"), indicator=indicator, **values)
    later = {**values, "value": 15, "source": "Telling van de wijk"}
    figure.revise(by=bureau, at=at("2026-03-03"), values=later, version=figure.version)
    newest, first = history(figure.events.all())
    assert first.changes == ()
    assert ("waarde", "12", "15") in newest.changes
    assert ("bron", "Telling", "Telling van de wijk") in newest.changes
    page = enter(bureau).get(reverse("measurement", args=[deal.slug, figure.pk])).content.decode()
    assert "Geschiedenis" in page
    assert "<del>Telling</del>" in page


def test_a_register_keeps_its_own_changes(deal: Deal, bureau: User) -> None:
    item = NamedItem.objects.filter(item_set__deal=deal).first()
    assert item is not None
    values = {name: getattr(item, name) for name in item.content_fields} | {"name": "Een andere naam"}
    old = item.name
    item.revise(by=bureau, at=at("2026-03-02"), values=values, version=item.version)
    (step,) = history(item.events.all())
    assert ("naam", old, "Een andere naam") in step.changes
    assert (step.title, step.by) == ("Gewijzigd", bureau)


def test_an_object_without_a_trail_has_no_history() -> None:
    assert history([]) == []


def test_a_contribution_that_gets_another_partner_tells_so(deal: Deal, controller: User, enter: Enter) -> None:
    municipality, other = Party.objects.filter(deal=deal)[:2]
    values: dict[str, Any] = {
        "sector": "private",
        "form": "cash",
        "description": "Fonds",
        "amount": Decimal("1000.00"),
        "reference": "Brief",
        "pledged_on": date(2026, 3, 1),
    }
    row = Contribution.pledge(by=controller, at=at("2026-03-02"), deal=deal, party=municipality, **values)
    later = values | {"party": other, "amount": Decimal("1250.00")}
    row.revise(by=controller, at=at("2026-03-03"), values=later, version=1)
    newest, _first = history(row.events.all())
    assert newest.changes == (
        ("Partij", str(municipality), str(other)),
        ("toegezegd bedrag of waarde", "1.000", "1.250"),
    )
    page = enter(controller).get(reverse("contribution", args=[deal.slug, row.pk]))
    assert page.status_code == 200
    assert f"<del>{municipality}</del>" in page.content.decode()


def test_the_reason_of_a_story_is_content_and_not_why_it_was_changed(deal: Deal, bureau: User) -> None:
    texts = {"done": "gedaan", "schedule": "behind", "reason": "Ziekte", "outlook": "verder"}
    measure = Measure.objects.filter(deal=deal)[0]
    story = ProgressEntry.begin(by=bureau, at=at("2026-03-02"), measure=measure, year=2026, **texts)
    story.revise(by=bureau, at=at("2026-03-03"), values=texts | {"reason": "Vacature"}, version=1)
    newest, _first = history(story.events.all())
    assert (story.reason, newest.reason) == ("Vacature", "")
    assert [change[1:] for change in newest.changes] == [("Ziekte", "Vacature")]
