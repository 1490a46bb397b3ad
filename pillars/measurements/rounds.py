"""Rounds: each year's stretch of entering figures, up to the last day that the deal names for it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from django.conf import settings
from django.db.models import Q
from django.urls import reverse

from pillars.measurements.models import Measurement
from regiodeal.base.dutch import day as in_words
from regiodeal.covenant.due_rules.due_rules import due_dates, judged_year, years_to_write
from regiodeal.covenant.due_rules.models import Obligation
from regiodeal.deals.contributions import contributed
from regiodeal.deals.in_force import terms
from regiodeal.deals.models import Deal, Membership
from regiodeal.deals.roles import Role
from regiodeal.notices.models import ReminderKind
from regiodeal.notices.reminders import BEFORE, Notice


@dataclass(frozen=True)
class Round:
    """One round: from the day after the previous one closed, up to and including its own last day.

    The last day comes from the obligation that the deal file marks with `closes_round`: in Den Haag Zuidwest the
    concept of the annual report, "voor 15 juni" (art. 8 lid 3), so 14 June.
    """

    deal: Deal
    first_day: date
    last_day: date

    @property
    def year(self) -> int:
        """The year in which the round closes, by which people name it."""
        return self.last_day.year

    @cached_property
    def figure_year(self) -> int:
        """The calendar year that the round's year figures are about.

        The one that was chosen for its report, else the one that is judged on the last day.
        """
        for chosen in contributed(lambda app: app.figure_years):
            if year := chosen(self.deal).get(self.year):
                return year
        return judged_year(self.deal, self.last_day)

    def asks_years(self, *, on: date) -> bool:
        """Tell whether year figures are asked for on that day: not while the year that they are about has to begin."""
        return self.figure_year <= on.year

    def holds(self, day: date) -> bool:
        """Tell whether a figure about this day belongs to the round."""
        return self.first_day <= day <= self.last_day

    def refuse_outside(self, day: date) -> None:
        """Raise ValueError, with a Dutch sentence, for a day that does not belong to the round."""
        if not self.holds(day):
            first, last = in_words(self.first_day), in_words(self.last_day)
            raise ValueError(f"Deze ronde gaat over {first} tot en met {last}. Kies een dag daarin.")

    @property
    def figures(self) -> Q:
        """The measurements that belong to the round: by their year when they are yearly, else by their day."""
        yearly = Q(indicator__is_yearly=True, year=self.figure_year)
        return yearly | Q(indicator__is_yearly=False, measured_on__range=(self.first_day, self.last_day))

    @property
    def earlier_figures(self) -> Q:
        """The measurements from before the round."""
        yearly = Q(indicator__is_yearly=True, year__lt=self.figure_year)
        return yearly | Q(indicator__is_yearly=False, measured_on__lt=self.first_day)

    def holds_figure(self, row: Measurement, *, is_yearly: bool) -> bool:
        """Tell whether a measurement is one of `figures`; `is_yearly` is that of its indicator."""
        return row.year == self.figure_year if is_yearly else self.holds(row.measured_on)

    def follows_figure(self, row: Measurement, *, is_yearly: bool) -> bool:
        """Tell whether a measurement is one of `earlier_figures`; `is_yearly` is that of its indicator."""
        if is_yearly:
            return row.year is not None and row.year < self.figure_year
        return row.measured_on < self.first_day


def rounds(deal: Deal, *, on: date) -> list[Round]:
    """All rounds of the deal as agreed on the date, the first one first; empty when no obligation closes one."""
    agreed = terms(deal, on=on)
    in_force = agreed.deal_itself()
    closing = agreed.apply(Obligation.objects.filter(deal=deal, closes_round=True))
    last_days = sorted({day for obligation in closing for day in due_dates(obligation.due, in_force)})
    first_days = [deal.in_force_on, *(day + timedelta(days=1) for day in last_days)]
    return [Round(in_force, first, last) for first, last in zip(first_days, last_days, strict=False)]


def round_on(deal: Deal, on: date) -> Round | None:
    """The round that runs on that day; after the last one that last one, and None when the deal has none."""
    return running_on(rounds(deal, on=on), on)


def running_on(all_rounds: Sequence[Round], on: date) -> Round | None:
    """The one of all rounds of a deal that runs on that day, as in round_on."""
    return next((each for each in all_rounds if on <= each.last_day), all_rounds[-1] if all_rounds else None)


def offered_year(deal: Deal, *, on: date) -> int:
    """The calendar year that a form of a year figure offers: the year to write, else the one that is judged."""
    return year_to_write(deal, on=on) or judged_year(deal, on)


def round_of(deal: Deal, year: int, *, on: date) -> Round | None:
    """The round that closes in that year, as agreed on the date."""
    return of_year(rounds(deal, on=on), year)


def of_year(all_rounds: Sequence[Round], year: int) -> Round | None:
    """The one of all rounds of a deal that closes in that year."""
    return next((each for each in all_rounds if each.year == year), None)


def year_to_write(deal: Deal, *, on: date) -> int | None:
    """The year that one writes about on that day: that of the round, or of the day itself where there is no round.

    It is one of the years that have begun; None for a deal that has none yet.
    """
    years = years_to_write(deal, on=on)
    if not years:
        return None
    running = round_on(deal, on)
    return min(max(running.figure_year if running else on.year, years[0]), years[-1])


def round_notices(deal: Deal, members: list[Membership], *, on: date) -> Iterator[Notice]:
    """The kick-off: who enters and who reviews hear, once a round, that it is time to begin."""
    current = round_on(deal, on)
    if current is None:
        return
    days_left = (current.last_day - on).days
    if not max(BEFORE) < days_left <= settings.ROUND_KICK_OFF_DAYS:
        return  # too early, or so late that the reminders of the last day itself have taken over
    yield Notice(
        deal,
        ReminderKind.ROUND,
        key=f"ronde {current.year}",
        moment="start",
        title=f"Ronde {current.year} begint: vul de cijfers en de voortgang in",
        last_day=current.last_day,
        path=reverse("my-work", args=[deal.slug]),
        people=frozenset(row.user_id for row in members if row.role in {Role.BUREAU, Role.REVIEWER}),
    )
