"""App configuration."""

from django.apps import AppConfig
from django.utils.functional import cached_property

from regiodeal.deals.contributions import Contributing, Contributions, Placed, RoundChecks


class PillarsConfig(Contributing, AppConfig):
    """The app of the pillars: what is promised, and what happened."""

    name = "pillars"
    verbose_name = "Afspraken en voortgang"

    @cached_property
    def contributions(self) -> Contributions:
        """Return what the pillars give; the models are only there once it is asked."""
        from pillars.adopted import earlier_years
        from pillars.agreed.assumptions import norm_assumptions
        from pillars.audit_words import WORDS
        from pillars.deal_file import SECTION
        from pillars.deviations.meeting_points import DEVIATIONS, MEASURES, RESULTS, deviations_to_decide
        from pillars.example import load_progress
        from pillars.example_projects import load_projects
        from pillars.example_registers import load_outcomes, load_registers
        from pillars.example_requests import load_requests
        from pillars.exchange.models import ImportJob
        from pillars.measurements.assignment_views import assignment_notices
        from pillars.measurements.rounds import round_notices
        from pillars.progress.effects import effect
        from pillars.project_book.models import ProjectImport
        from pillars.projects.project_points import PROJECTS, project_events
        from pillars.questions.question_notices import question_notices
        from pillars.questions.subjects_of_questions import questions_part
        from pillars.requests.models import AnswerImport
        from pillars.requests.request_notices import request_events, request_notices
        from pillars.review.queue import review_order
        from pillars.review.review_assignments import review_assignment_notices, reviewer_part
        from pillars.review.review_notices import correction_notices, entry_notices
        from pillars.review.round_rules import FIGURES, STORIES
        from pillars.review.work_on_name import entries_on_name
        from pillars.search import SOURCES
        from pillars.stories.story_assignment_views import story_assignment_notices

        return Contributions(
            deal_file=(SECTION,),
            example=(
                Placed(25, load_projects),  # before the figures that came by them
                Placed(30, load_progress),
                Placed(40, load_registers),
                Placed(50, load_outcomes),
                Placed(67, load_requests),
            ),
            audit_words=WORDS,
            search=(Placed(10, SOURCES),),
            reminders=(
                round_notices,
                assignment_notices,
                story_assignment_notices,
                review_assignment_notices,
                entry_notices,
                correction_notices,
                question_notices,
                request_notices,
            ),
            calendar=(project_events, request_events),
            meeting_subjects=(Placed(15, PROJECTS), Placed(10, MEASURES), Placed(20, RESULTS), Placed(30, DEVIATIONS)),
            agenda=(Placed(20, deviations_to_decide),),
            amendment_effects=(Placed(20, effect),),
            on_name=(entries_on_name,),
            round_checks=(
                Placed(10, RoundChecks("Cijfers", FIGURES)),
                Placed(20, RoundChecks("Teksten, uitleg en vragen", STORIES)),
            ),
            review_order=(review_order,),
            entry_parts=(Placed(5, reviewer_part), Placed(10, questions_part)),
            adoption=(earlier_years,),
            assumptions=(norm_assumptions,),
            jobs={"figures": ImportJob, "projects": ProjectImport, "answers": AnswerImport},
        )
