"""What a deal may say of its norms: a ceiling, a trend that rises, a milestone of parts; and their forecasts."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from pillars.agreed.models import Indicator, IndicatorItem, Target
from pillars.progress.charts import target_chart
from pillars.status.status import Status
from regiodeal.deals.models import Deal, User
from tests.pages import BASE, words
from tests.plugins.deal import Enter
from tests.plugins.figures import Figure, target_on

RANGE, TREND, MILESTONE = "1.3.1", "2.3.1.b", "1.1.3.a"


def two_places(deal: Deal, code: str = MILESTONE, **values: object) -> None:
    """Let a milestone be about two places, without a number of its own."""
    Target.objects.filter(deal=deal, code=code).update(**{"minimum": None, "reads": []} | values)
    indicator = Indicator.objects.get(targets__deal=deal, targets__code=code)
    Indicator.objects.filter(pk=indicator.pk).update(breakdown="item", aggregation="sum")
    for name in ("Apeldoorn", "Deventer"):
        IndicatorItem.objects.create(indicator=indicator, code=name.lower(), name=name)


@pytest.mark.parametrize(
    ("plinths", "status", "words"),
    [
        (4, Status.ACHIEVED, "4 (afgesproken: ten minste 2): gehaald."),
        (5, Status.ATTENTION, "5: 1 boven het plafond van 4."),  # within 4 and twice the margin of 15%: 5.2
        (6, Status.BEHIND, "6: 2 boven het plafond van 4."),
    ],
)
def test_above_a_ceiling_asks_for_attention_or_is_off_course(
    deal: Deal, figure: Figure, plinths: int, status: Status, words: str
) -> None:
    """Any deal 15: 330 of "200 tot 300" was "behaald", whatever the covenant said of its maximum."""
    Target.objects.filter(deal=deal, code=RANGE).update(is_ceiling=True)
    figure(RANGE, plinths, "2026-05-01", item="plint-herontwikkeld")
    found = target_on(deal, RANGE, "2026-06-14")
    assert (found.status, found.outcome.reason) == (status, words)
    after = target_on(deal, RANGE, "2028-06-14")
    assert after.status == (Status.ACHIEVED if plinths == 4 else Status.BEHIND)
    assert after.forecast.reaches == (plinths == 4)


def test_what_is_needed_is_told_as_it_was_agreed(deal: Deal, figure: Figure, enter: Enter, bureau: User) -> None:
    """Any deal, by a stranger 12: "van 4" where 3 is enough, "van 300" of 300 to 500, "uiterlijk" for a year."""
    scale = Target.objects.filter(deal=deal, kind=Target.Kind.QUALITATIVE).order_by("position").first()
    yearly = Target.objects.filter(deal=deal, kind=Target.Kind.PER_YEAR).order_by("position").first()
    assert scale is not None
    assert yearly is not None
    Target.objects.filter(pk=scale.pk).update(minimum=3)
    assert target_on(deal, scale.code, "2026-06-14").outcome.needed_words == "3"
    figure(scale.code, 3, "2026-05-01")
    assert target_on(deal, scale.code, "2026-06-14").status == Status.ACHIEVED
    assert target_on(deal, RANGE, "2026-06-14").outcome.needed_words == "2 tot 4"
    client = enter(bureau)
    assert "2 tot 4" in words(client.get(f"{BASE}resultaten/{Target.objects.get(deal=deal, code=RANGE).result.code}/"))
    assert "elk jaar, voor het laatst op 31 december 2027" in words(
        client.get(f"{BASE}resultaten/{yearly.result.code}/")
    )


def test_the_room_of_circa_holds_for_a_ceiling_too(deal: Deal, figure: Figure) -> None:
    Target.objects.filter(deal=deal, code=RANGE).update(
        is_ceiling=True, operator=Target.Operator.ABOUT, tolerance=Decimal("0.25")
    )
    figure(RANGE, 5, "2026-05-01", item="plint-herontwikkeld")
    found = target_on(deal, RANGE, "2026-06-14")
    assert (found.status, found.outcome.reason) == (Status.ACHIEVED, "5: 1 boven het plafond van 4, binnen de speling.")


def test_a_forecast_above_the_ceiling_is_not_reached(deal: Deal, figure: Figure) -> None:
    """3 of 2 to 4 after 822 of 1,520 days goes on to 5: enough, and too much."""
    Target.objects.filter(deal=deal, code=RANGE).update(is_ceiling=True)
    figure(RANGE, 3, "2026-02-01", item="plint-herontwikkeld")
    found = target_on(deal, RANGE, "2026-06-14")
    assert found.status == Status.ACHIEVED
    assert (found.forecast.value, found.forecast.reaches) == (Decimal(5), False)
    assert "Dat is boven het plafond van 4." in found.forecast.ground
    figure(RANGE, 6, "2026-06-01", item="plint-herontwikkeld")
    found = target_on(deal, RANGE, "2026-06-14")
    assert (found.forecast.value, found.forecast.ground) == (Decimal(6), "Het plafond van 4 is al voorbij.")
    chart = target_chart(found)
    assert chart is not None
    assert ("Plafond", "4") in chart.rows


def test_a_ceiling_needs_a_maximum(deal: Deal) -> None:
    target = Target.objects.get(deal=deal, code=MILESTONE)
    target.is_ceiling = True
    with pytest.raises(ValidationError, match="Alleen een bandbreedte met een maximum heeft een plafond"):
        target.full_clean(exclude={"deal"})
    with pytest.raises(IntegrityError), transaction.atomic():
        target.save()


@pytest.mark.parametrize(
    ("later", "status", "words"),
    [
        (60, Status.ON_SCHEDULE, "gestegen"),
        (50, Status.ATTENTION, "niet gestegen"),
        (40, Status.BEHIND, "niet gestegen"),
    ],
)
def test_a_trend_may_rise(deal: Deal, figure: Figure, later: int, status: Status, words: str) -> None:
    """Any deal 16: "arbeidsparticipatie stijgt" had to be turned round."""
    Target.objects.filter(deal=deal, code=TREND).update(operator=Target.Operator.INCREASES, baseline_year=2023)
    figure(TREND, 50, "2023-12-31", year=2023)
    figure(TREND, later, "2025-12-31", year=2025)
    found = target_on(deal, TREND, "2026-06-14")
    assert found.status == status
    assert found.outcome.reason == f"{later} in 2025 tegen 50 in 2023: {words}."
    assert found.forecast.reaches == (later > 50)


def test_a_milestone_of_two_places_is_met_when_both_are(deal: Deal, figure: Figure, enter: Enter, bureau: User) -> None:
    """Any deal 3: "Beide locaties open" was "behaald" after the first; the same place twice is one place."""
    two_places(deal)
    figure(MILESTONE, 1, "2024-02-01", item="apeldoorn")
    figure(MILESTONE, 1, "2024-03-01", item="apeldoorn")
    found = target_on(deal, MILESTONE, "2024-03-15")
    assert (found.outcome.value, found.outcome.needed) == (Decimal(1), Decimal(2))
    assert found.status == Status.ATTENTION
    assert found.outcome.reason.startswith("1 van 2 gereed.")
    page = enter(bureau).get(f"/deals/{deal.slug}/resultaten/1.1.3.a/?op=2024-03-15").content.decode()
    assert "1 van 2" in page
    assert target_on(deal, MILESTONE, "2024-06-15").status == Status.BEHIND
    figure(MILESTONE, 1, "2024-03-20", item="deventer")
    found = target_on(deal, MILESTONE, "2024-06-15")
    assert (found.status, found.outcome.reason) == (Status.ACHIEVED, "Gereed.")


def test_a_milestone_that_names_one_part_asks_that_part(deal: Deal, figure: Figure) -> None:
    two_places(deal, reads=["deventer"])
    figure(MILESTONE, 1, "2024-02-01", item="apeldoorn")
    assert target_on(deal, MILESTONE, "2024-03-15").status != Status.ACHIEVED
    figure(MILESTONE, 1, "2024-02-01", item="deventer")
    assert target_on(deal, MILESTONE, "2024-03-15").status == Status.ACHIEVED


def test_one_place_reported_twice_is_one_of_the_two_that_a_number_asks(deal: Deal, figure: Figure) -> None:
    """Review of any deal 3: with a number of its own the parts of a milestone were added up, the same place twice."""
    two_places(deal, minimum=2)
    figure(MILESTONE, 1, "2024-02-01", item="apeldoorn")
    figure(MILESTONE, 1, "2024-03-01", item="apeldoorn")
    found = target_on(deal, MILESTONE, "2024-03-15")
    assert [found.outcome.value, found.outcome.needed] == [Decimal(1), Decimal(2)]
    assert found.status != Status.ACHIEVED
    figure(MILESTONE, 1, "2024-03-10", item="deventer")
    assert target_on(deal, MILESTONE, "2024-03-15").status == Status.ACHIEVED


def test_only_a_range_has_a_ceiling(deal: Deal) -> None:
    """Review of any deal 15: another kind took a ceiling, and its rule did not read it."""
    rows = Target.objects.filter(deal=deal, kind=Target.Kind.CUMULATIVE)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(is_ceiling=True, maximum=300)
