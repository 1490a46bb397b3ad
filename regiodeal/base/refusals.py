"""What any topic may refuse: a step that somebody else took first, and deciding about what one entered oneself."""

OWN_ENTRY = "U heeft dit zelf ingevuld. Een ander moet het beoordelen."
NO_REASON_TO_RETURN = "Geef een reden: de indiener moet weten wat er beter kan."
NO_REASON_TO_CORRECT = "Geef een reden: een correctie vertelt wat er niet klopte."


class WrongStateError(Exception):
    """Raised when a state no longer allows a step, or somebody else was first. Its text is Dutch."""


class FourEyesError(Exception):
    """Nobody decides about what they entered themselves. Its text is Dutch."""
