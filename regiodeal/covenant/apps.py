"""App configuration."""

from typing import Any

from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate
from django.utils.functional import cached_property

from regiodeal.covenant.contributions import Contributing, Contributions, Placed


class CovenantConfig(Contributing, AppConfig):
    """The covenant: who agreed, who may do what, and when what is due."""

    name = "regiodeal.covenant"
    label = "covenant"
    verbose_name = "Convenant"

    def ready(self) -> None:
        """Let the audit trail hear of signing in and of what workers do, and the database mark what changes."""
        from regiodeal.covenant.audit import jobs, signing_in  # models are only there now

        signing_in.connect()
        jobs.connect()
        *_others, last = apps.get_app_configs()
        post_migrate.connect(_mark_changes, sender=last, dispatch_uid="freshness")

    @cached_property
    def contributions(self) -> Contributions:
        """What the covenant gives; its models are only there once it is asked."""
        from regiodeal.covenant.agreement.consents_asked import AMENDMENTS, consents, requests
        from regiodeal.covenant.agreement.notices import consent_notices
        from regiodeal.covenant.audit.words import WORDS
        from regiodeal.covenant.deal_file.example import load_fulfilments, load_people
        from regiodeal.covenant.deal_file.example_agreement import load_agreement
        from regiodeal.covenant.deal_file.example_meetings import load_meetings
        from regiodeal.covenant.deal_file.rows import SECTION
        from regiodeal.covenant.meetings.agenda import standing_items
        from regiodeal.covenant.meetings.notices import action_notices
        from regiodeal.covenant.obligations.calendar_file import meeting_events
        from regiodeal.covenant.obligations.feed import deadline_events
        from regiodeal.covenant.obligations.reminders import deadline_notices
        from regiodeal.covenant.searching.sources import SOURCES

        return Contributions(
            deal_file=(SECTION,),
            example=(
                Placed(10, load_people),
                Placed(20, load_fulfilments),
                Placed(90, load_meetings),
                Placed(100, load_agreement),
            ),
            audit_words=WORDS,
            search=(Placed(20, SOURCES),),
            reminders=(deadline_notices, action_notices, consent_notices),
            calendar=(deadline_events, meeting_events),
            meeting_subjects=(Placed(50, AMENDMENTS),),
            agenda=(Placed(30, requests), Placed(40, standing_items)),
            consents=(consents,),
        )


def _mark_changes(using: str, **_more: Any) -> None:
    """Once every table is there: let the database mark what changes in it."""
    from regiodeal.covenant.freshness.marks import install

    install(using)
