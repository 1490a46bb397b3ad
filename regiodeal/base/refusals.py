"""What any topic may refuse: a step that somebody else took first, and deciding about what one entered oneself."""


class WrongStateError(Exception):
    """Raised when a state no longer allows a step, or somebody else was first. Its text is Dutch."""


class FourEyesError(Exception):
    """Nobody decides about what they entered themselves. Its text is Dutch."""
