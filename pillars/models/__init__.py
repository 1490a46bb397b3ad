"""The models of what is promised and what happened, one file per topic."""

from pillars.models.agreement import Goal, Measure, OutcomeIndicator, Pillar
from pillars.models.annexes import CrossLink, NationalProgramme
from pillars.models.conditions import (
    Acknowledgement,
    AcknowledgementEvent,
    ExternalCheck,
    ExternalCheckEvent,
)
from pillars.models.entries import ProgressEntry, ProgressEntryEvent
from pillars.models.evidence import Evidence
from pillars.models.explanations import Explanation, ExplanationEvent
from pillars.models.imports import ImportJob
from pillars.models.indicators import Indicator, IndicatorItem
from pillars.models.items import ItemSet, NamedItem, NamedItemEvent
from pillars.models.learning import Bottleneck, BottleneckEvent, BottleneckTheme, Lesson, LessonEvent
from pillars.models.measurements import Measurement, MeasurementEvent
from pillars.models.outcomes import OutcomeArea, OutcomeMeasurement, OutcomeMeasurementEvent, OutcomeSource
from pillars.models.results import Result, Target
from pillars.models.unsaved import UnsavedWork
from regiodeal.covenant.models.review import State, WrongStateError

__all__ = [
    "Acknowledgement",
    "AcknowledgementEvent",
    "Bottleneck",
    "BottleneckEvent",
    "BottleneckTheme",
    "CrossLink",
    "Evidence",
    "Explanation",
    "ExplanationEvent",
    "ExternalCheck",
    "ExternalCheckEvent",
    "Goal",
    "ImportJob",
    "Indicator",
    "IndicatorItem",
    "ItemSet",
    "Lesson",
    "LessonEvent",
    "Measure",
    "Measurement",
    "MeasurementEvent",
    "NamedItem",
    "NamedItemEvent",
    "NationalProgramme",
    "OutcomeArea",
    "OutcomeIndicator",
    "OutcomeMeasurement",
    "OutcomeMeasurementEvent",
    "OutcomeSource",
    "Pillar",
    "ProgressEntry",
    "ProgressEntryEvent",
    "Result",
    "State",
    "Target",
    "UnsavedWork",
    "WrongStateError",
]
