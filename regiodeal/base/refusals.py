"""What any topic may refuse: a step that somebody else took first, and deciding about what one entered oneself."""


class WrongStateError(Exception):
    """It is no longer in a state that allows this, or somebody else was first. Its text is Dutch."""


class FourEyesError(Exception):
    """Nobody decides about what they entered themselves. Its text is Dutch."""
