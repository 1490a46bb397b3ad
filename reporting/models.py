"""Tells Django where the models are: each stands in the folder of its topic, and is imported from there."""

import reporting.building.models
import reporting.dossier.models
import reporting.meeting_papers.models
import reporting.portfolio.models
import reporting.reports.models
import reporting.rounds.models
import reporting.sending.models
import reporting.texts.models  # noqa: F401
