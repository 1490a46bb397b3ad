"""Weekends and public holidays in the Netherlands: a last day that falls on one has to be met before it."""

from datetime import date, timedelta

SATURDAY = 5


def holiday_name(day: date) -> str:
    """The name of the public holiday on that day, in Dutch; empty when it is none."""
    import holidays  # slow to import

    return str(holidays.country_holidays("NL", years=day.year, language="nl").get(day, ""))


def is_working_day(day: date) -> bool:
    """Tell whether people work on that day: no weekend and no public holiday."""
    return day.weekday() < SATURDAY and not holiday_name(day)


def working_day_up_to(day: date) -> date:
    """The day itself when it is a working day, else the last working day before it.

    A term of the covenant does not move to the next working day: it is no term of a law (Algemene termijnenwet).
    """
    while not is_working_day(day):
        day -= timedelta(days=1)
    return day
