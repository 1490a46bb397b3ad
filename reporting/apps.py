"""App configuration."""

from django.apps import AppConfig
from django.utils.functional import cached_property

from regiodeal.deals.contributions import Contributing, Contributions, Placed, RoundChecks


class ReportingConfig(Contributing, AppConfig):
    """The app of the reporting: what is told to whom."""

    name = "reporting"
    verbose_name = "Rapportage"

    def ready(self) -> None:
        """Register the tasks, so that a page can send work to a worker by the name of its task."""
        import reporting.tasks  # noqa: F401  # models are only there now

    @cached_property
    def contributions(self) -> Contributions:
        """Return what the reporting gives; the models are only there once it is asked."""
        from reporting.adopted import earlier_rounds
        from reporting.audit_words import WORDS
        from reporting.dossier.models import Dossier
        from reporting.example import load_rounds
        from reporting.meeting_papers.models import MeetingPaper
        from reporting.overview.meetings import REPORTS, report_to_discuss
        from reporting.page_previews import PREVIEWS
        from reporting.portfolio.models import Bundle
        from reporting.public.published import public_slugs
        from reporting.reports.models import AnnualReport
        from reporting.rounds.models import chosen_figure_years
        from reporting.rounds.report_checks import missing_texts, unanswered_comments
        from reporting.rounds.round_notices import report_notices, round_lists, waiting_in_round
        from reporting.rounds.unused_pictures import UnusedPictures

        return Contributions(
            example=(Placed(110, load_rounds),),
            audit_words=WORDS,
            meeting_subjects=(Placed(40, REPORTS),),
            agenda=(Placed(10, report_to_discuss),),
            reminders=(report_notices,),
            round_checks=(Placed(40, RoundChecks("Rapportage", (missing_texts, unanswered_comments))),),
            waiting_count=(waiting_in_round,),
            waiting_lists=(round_lists,),
            public_deals=(public_slugs,),
            previews=tuple(Placed(10 * place, each) for place, each in enumerate(PREVIEWS)),
            figure_years=(chosen_figure_years,),
            adoption=(earlier_rounds,),
            past_term={"text-pictures": UnusedPictures},
            jobs={"report": AnnualReport, "dossier": Dossier, "bundle": Bundle, "paper": MeetingPaper},
        )
