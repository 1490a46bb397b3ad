"""App configuration."""

from django.apps import AppConfig
from django.utils.functional import cached_property

from regiodeal.deals.contributions import Contributing, Contributions, Placed


class PillarsConfig(Contributing, AppConfig):
    """The app of the pillars: what is promised, and what happened."""

    name = "pillars"
    verbose_name = "Afspraken en voortgang"

    @cached_property
    def contributions(self) -> Contributions:
        """Return what the pillars give; the models are only there once it is asked."""
        from pillars.adopted import earlier_years
        from pillars.audit_words import WORDS
        from pillars.deal_file import SECTION
        from pillars.deviations.meeting_points import DEVIATIONS, MEASURES, RESULTS, deviations_to_decide
        from pillars.example import load_progress
        from pillars.example_registers import load_outcomes, load_registers
        from pillars.exchange.models import ImportJob
        from pillars.measurements.rounds import round_notices
        from pillars.progress.effects import effect
        from pillars.search import SOURCES

        return Contributions(
            deal_file=(SECTION,),
            example=(Placed(30, load_progress), Placed(40, load_registers), Placed(50, load_outcomes)),
            audit_words=WORDS,
            search=(Placed(10, SOURCES),),
            reminders=(round_notices,),
            meeting_subjects=(Placed(10, MEASURES), Placed(20, RESULTS), Placed(30, DEVIATIONS)),
            agenda=(Placed(20, deviations_to_decide),),
            amendment_effects=(Placed(20, effect),),
            adoption=(earlier_years,),
            jobs={"figures": ImportJob},
        )
