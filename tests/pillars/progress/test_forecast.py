"""Where a target ends up if it goes on as it goes, with numbers that a controller can check by hand.

The deal runs from 2 November 2023 to 31 December 2027: 1520 days.
"""

from datetime import date
from decimal import Decimal

from pillars.progress.charts import sparkline, target_chart
from regiodeal.deals.models import Deal, User
from tests.pages import shown
from tests.plugins.deal import Enter as SignIn
from tests.plugins.figures import Figure, target_on


def test_nine_places_half_way_become_fourteen_and_never_more(deal: Deal, figure: Figure) -> None:
    for place in range(1, 10):
        figure("1.1.1.a", 1, "2025-12-01", item=f"plek-{place:02}")
    # 1 December 2025 is day 760: 9 x 1520 / 760 = 18 places, of which there are 14.
    found = target_on(deal, "1.1.1.a", "2026-01-01").forecast
    assert (found.value, found.reaches, found.on) == (Decimal(14), True, date(2027, 12, 31))
    assert found.ground == "Als het tempo van het begin tot en met 1 december 2025 zo blijft."


def test_six_places_half_way_are_twelve_at_the_end(deal: Deal, figure: Figure) -> None:
    for place in range(1, 7):
        figure("1.1.1.a", 1, "2025-12-01", item=f"plek-{place:02}")
    found = target_on(deal, "1.1.1.a", "2026-01-01").forecast
    assert (found.value, found.needed, found.reaches) == (Decimal(12), Decimal(14), False)
    assert found.label == "naar verwachting niet gehaald"


def test_an_extension_of_the_deal_gives_more_time(deal: Deal, figure: Figure) -> None:
    for place in range(1, 7):
        figure("1.1.1.a", 1, "2025-12-01", item=f"plek-{place:02}")
    deal.ends_on = date(2028, 12, 31)  # 1886 days: 6 x 1886 / 760 = 14.9
    assert target_on(deal, "1.1.1.a", "2026-01-01").forecast.value == Decimal(14)


def test_a_part_of_a_thing_is_no_thing(deal: Deal, figure: Figure) -> None:
    figure("2.1.2.a-1", 1, "2024-12-31")  # day 425: 1 x 1520 / 425 = 3.58
    found = target_on(deal, "2.1.2.a-1", "2025-06-01").forecast
    assert (found.value, found.reaches) == (Decimal(3), False)


def test_each_year_to_come_brings_what_the_last_one_brought(deal: Deal, figure: Figure) -> None:
    figure("1.1.1.g-1", 84, "2025-12-31", year=2025)
    found = target_on(deal, "1.1.1.g-1", "2026-06-14").forecast
    assert (found.value, found.reaches) == (Decimal(84), False)
    assert found.ground == "Als elk jaar dat nog komt hetzelfde brengt als 2025."


def test_without_figures_nothing_is_guessed(deal: Deal) -> None:
    found = target_on(deal, "1.1.1.g-1", "2026-06-14").forecast
    assert (found.value, found.reaches, found.label) == (None, None, "niet te voorspellen")


def test_two_months_are_too_short_for_a_pace(deal: Deal, figure: Figure) -> None:
    figure("1.1.1.a", 1, "2024-01-10", item="plek-01")
    assert target_on(deal, "1.1.1.a", "2024-02-01").forecast.value is None


def test_a_milestone_has_no_pace(deal: Deal, figure: Figure) -> None:
    figure("1.1.3.a", 0, "2024-01-10")
    found = target_on(deal, "1.1.3.a", "2024-02-01").forecast
    assert (found.value, found.reaches) == (None, None)
    figure("1.1.3.a", 1, "2024-02-10")
    assert target_on(deal, "1.1.3.a", "2024-03-01").forecast.reaches


def test_a_trend_goes_on_as_it_went(deal: Deal, figure: Figure) -> None:
    code = "2.3.1.b"
    figure(code, 100, "2023-12-31", year=2023)  # the year with which it is compared
    figure(code, 90, "2025-12-31", year=2025)
    # 10 down in 2 years is 5 a year, drawn through to the year of the last day.
    found = target_on(deal, code, "2026-06-14").forecast
    assert found.value == 90 - 5 * (found.on.year - 2025)
    assert found.reaches


def test_after_the_last_day_the_value_is_what_it_was(deal: Deal, figure: Figure) -> None:
    for place in range(1, 7):
        figure("1.1.1.a", 1, "2025-12-01", item=f"plek-{place:02}")
    found = target_on(deal, "1.1.1.a", "2028-02-01").forecast
    assert (found.value, found.reaches) == (Decimal(6), False)


def test_the_line_steps_at_each_quarter(deal: Deal, figure: Figure) -> None:
    figure("1.1.1.a", 1, "2024-02-01", item="plek-01")
    figure("1.1.1.a", 1, "2024-05-01", item="plek-02")
    line = target_on(deal, "1.1.1.a", "2024-08-15").line
    ends = [date(2024, 3, 31), date(2024, 6, 30), date(2024, 8, 15)]
    assert list(line.points) == list(zip(ends, map(Decimal, (1, 2, 2)), strict=True))
    drawn = sparkline(line)
    # The box is 24 high and the norm of 14 fills it: 1 of 14 is 1.7 up, 2 of 14 is 3.4.
    assert drawn["points"] == "0.0,22.3 50.0,20.6 100.0,20.6"
    assert drawn["target"] == 0
    assert drawn["label"] == "Verloop. 31 maart 2024: 1, 30 juni 2024: 2, 15 augustus 2024: 2."


def test_the_pages_show_it(deal: Deal, figure: Figure, overleg: User, enter: SignIn) -> None:
    for place in range(1, 7):
        figure("1.1.1.a", 1, "2025-12-01" if place > 3 else "2024-12-01", item=f"plek-{place:02}")
    page = shown(enter(overleg).get("/deals/den-haag-zuidwest-ii/resultaten/1.1.1.a/?op=2026-01-01"))
    assert "<strong>12</strong> op 31 december 2027: naar verwachting niet gehaald." in page
    assert "31 december 2027 (verwacht)" in page  # the row under the chart
    page = enter(overleg).get("/deals/den-haag-zuidwest-ii/maatregelen/1.1.1/?op=2026-01-01").content.decode()
    assert page.count('class="spark"') == 1


def test_after_its_last_day_a_trend_is_judged_by_its_own_direction(deal: Deal, figure: Figure) -> None:
    code, last = "2.3.1.b", "2028-02-01"
    target = target_on(deal, code, last).target
    start = target.baseline_year or 2023
    figure(code, 100, f"{start}-12-31", year=start)
    figure(code, 90, "2027-12-31", year=2027)
    found = target_on(deal, code, last)
    assert (found.status.value, found.forecast.value, found.forecast.reaches) == ("achieved", Decimal(90), True)
    figure(code, 110, "2027-12-31", year=2027)
    found = target_on(deal, code, last)
    assert (found.status.value, found.forecast.value, found.forecast.reaches) == ("behind", Decimal(110), False)


def test_what_was_known_two_years_ago_is_not_called_now(deal: Deal, figure: Figure) -> None:
    """Entry 30: without a figure of the judged year the chart says until when something was known."""
    figure("1.1.1.g-1", 90, "2023-12-31", year=2023)
    figure("1.1.1.g-1", 102, "2024-12-31", year=2024)
    now = target_chart(target_on(deal, "1.1.1.g-1", "2025-06-14"))
    late = target_chart(target_on(deal, "1.1.1.g-1", "2026-06-14"))
    assert now is not None
    assert late is not None
    assert now.summary.startswith("In 2024: 102. De norm is 100 per jaar.")
    assert late.summary.startswith("Over 2025 is er nog geen cijfer. In 2024 was het 102.")


def test_a_norm_of_each_year_is_a_bar_a_year_with_the_norm_across(deal: Deal, figure: Figure) -> None:
    """Issue 18: a yearly norm was a line through months."""
    figure("1.1.1.g-1", 90, "2023-12-31", year=2023)
    figure("1.1.1.g-1", 78, "2025-12-31", year=2025)
    chart = target_chart(target_on(deal, "1.1.1.g-1", "2026-06-14"))
    assert chart is not None
    drawn = {trace["name"]: trace for trace in chart.figure["data"]}
    assert (drawn["Gerealiseerd"]["type"], drawn["Norm"]["type"]) == ("bar", "scatter")
    assert drawn["Gerealiseerd"]["x"] == ["2023", "2024", "2025"]
    assert drawn["Gerealiseerd"]["y"] == [90.0, None, 78.0]
    assert "Gepland door projecten" not in drawn  # nobody plans it
    assert chart.rows == [
        ("2023", "90", "\u2013", "100"),
        ("2024", "\u2013", "\u2013", "100"),
        ("2025", "78", "\u2013", "100"),
    ]


def test_what_adds_up_is_drawn_in_steps_and_a_scale_has_its_words(deal: Deal, figure: Figure) -> None:
    figure("2.2.1.b", 1, "2024-12-01")
    figure("2.2.1.b", 3, "2025-12-01")
    adds_up = target_chart(target_on(deal, "2.2.1.b", "2026-01-01"))
    figure("1.3.2", 1, "2024-12-01")
    figure("1.3.2", 2, "2025-12-01")
    scale = target_chart(target_on(deal, "1.3.2", "2026-01-01"))
    assert adds_up is not None
    assert scale is not None
    drawn = {trace["name"]: trace for trace in adds_up.figure["data"]}
    assert drawn["Stand"]["line"]["shape"] == "hv"
    assert drawn["Norm"]["line"]["dash"] != drawn["Stand"]["line"]["dash"]
    assert scale.summary.startswith("Nu 2: op weg.")
    assert ("31 december 2024", "1: gestart") in scale.rows
    assert scale.figure["layout"]["yaxis"]["ticktext"] == [
        "niet gestart",
        "gestart",
        "op weg",
        "grotendeels bereikt",
        "bereikt",
    ]


def test_what_is_expected_is_told_apart_from_what_was_seen(deal: Deal, figure: Figure) -> None:
    """A forecast was drawn as a step on the last day: a straight dotted line with an open end says what it is."""
    for year, value in ((2023, 500), (2024, 560), (2025, 618)):
        figure("2.4.1.b", value, f"{year}-12-31", year=year)
    chart = target_chart(target_on(deal, "2.4.1.b", "2026-03-01"))
    assert chart is not None
    ahead = next(trace for trace in chart.figure["data"] if trace["name"] == "Als het zo doorgaat")
    assert (ahead["line"]["dash"], ahead["line"]["shape"]) == ("dot", "linear")
    assert (ahead["mode"], ahead["marker"]["symbol"]) == ("lines+markers", "circle-open")


def test_so_many_of_a_fixed_number_are_places_filled(deal: Deal, figure: Figure) -> None:
    for place in range(1, 7):
        figure("1.1.1.a", 1, "2025-12-01", item=f"plek-{place:02}")
    chart = target_chart(target_on(deal, "1.1.1.a", "2026-01-01"))
    assert chart is not None
    filled, still_open = chart.figure["data"]
    assert (filled["name"], len(filled["x"]), filled["marker"]["symbol"]) == ("Gevuld", 6, "circle")
    assert (still_open["name"], len(still_open["x"]), still_open["marker"]["symbol"]) == ("Nog niet", 8, "circle-open")
    assert chart.summary.startswith("6 van 14.")
    assert chart.rows[:3] == [("Gevuld", "6"), ("Gepland door projecten", "0"), ("Nog niet", "8")]


def test_a_milestone_is_a_dot_on_its_day(deal: Deal, figure: Figure) -> None:
    ahead = target_chart(target_on(deal, "1.1.1.d", "2025-06-14"))
    figure("1.1.1.d", 1, "2025-03-20")
    reached = target_chart(target_on(deal, "1.1.1.d", "2025-06-14"))
    assert ahead is not None
    assert reached is not None
    assert ahead.summary.startswith("Nog niet bereikt.")
    assert ("Bereikt", "nog niet") in ahead.rows
    assert [trace["name"] for trace in reached.figure["data"]] == ["Laatste dag", "Bereikt", "Stand op"]
    assert ("Bereikt", "20 maart 2025") in reached.rows
    assert {trace["mode"] for trace in reached.figure["data"]} == {"markers"}
