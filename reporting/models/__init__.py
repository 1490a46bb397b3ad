"""The models of the annual report and its rounds."""

from reporting.models.comments import ReportComment, ReportCommentEvent
from reporting.models.dossiers import Dossier
from reporting.models.jobs import Build, BuildState, BuildStoppedError
from reporting.models.portfolio import Bundle, DealFigures
from reporting.models.report import AnnualReport, ReportFile
from reporting.models.rounds import ReportRound, ReportRoundEvent, RoundStep, Step
from reporting.models.texts import SectionText, SectionTextEvent

__all__ = [
    "AnnualReport",
    "Build",
    "BuildState",
    "BuildStoppedError",
    "Bundle",
    "DealFigures",
    "Dossier",
    "ReportComment",
    "ReportCommentEvent",
    "ReportFile",
    "ReportRound",
    "ReportRoundEvent",
    "RoundStep",
    "SectionText",
    "SectionTextEvent",
    "Step",
]
