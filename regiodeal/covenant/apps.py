"""App configuration."""

from django.apps import AppConfig
from django.utils.functional import cached_property

from regiodeal.deals.contributions import Contributing, Contributions, Placed


class CovenantConfig(Contributing, AppConfig):
    """The covenant: who agreed, who may do what, and when what is due."""

    name = "regiodeal.covenant"
    label = "covenant"
    verbose_name = "Convenant"

    @cached_property
    def contributions(self) -> Contributions:
        """Return what the covenant gives; its models are only there once it is asked."""
        from regiodeal.covenant.agreement.consent_notices import consent_notices
        from regiodeal.covenant.agreement.example_agreement import load_agreement
        from regiodeal.covenant.agreement.meeting_points import AMENDMENTS, consents, requests
        from regiodeal.covenant.deal_file import SECTION
        from regiodeal.covenant.meetings.action_notices import action_notices, actions_on_name, asked_notices
        from regiodeal.covenant.meetings.agenda import standing_items
        from regiodeal.covenant.meetings.calendar_file import meeting_events
        from regiodeal.covenant.meetings.example_meetings import load_meetings
        from regiodeal.covenant.meetings.meeting_notices import meeting_notices, minutes_notices
        from regiodeal.covenant.meetings.written_round import round_reply_notices
        from regiodeal.covenant.obligations.deadline_notices import deadline_events, deadline_notices
        from regiodeal.covenant.obligations.example_fulfilments import load_fulfilments
        from regiodeal.covenant.search_sources import SOURCES

        return Contributions(
            deal_file=(SECTION,),
            example=(
                Placed(20, load_fulfilments),
                Placed(90, load_meetings),
                Placed(100, load_agreement),
            ),
            search=(Placed(20, SOURCES),),
            reminders=(
                *(deadline_notices, action_notices, asked_notices, consent_notices, meeting_notices, minutes_notices),
                round_reply_notices,
            ),
            calendar=(deadline_events, meeting_events),
            meeting_subjects=(Placed(50, AMENDMENTS),),
            agenda=(Placed(30, requests), Placed(40, standing_items)),
            consents=(consents,),
            on_name=(actions_on_name,),
        )
