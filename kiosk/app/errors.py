"""What a person can put right: the one kind of error that a command prints in two lines instead of a traceback."""


class Fix(Exception):
    """Something outside the program stops it. ``what`` says what is wrong, ``cure`` what to do about it."""

    def __init__(self, what: str, cure: str) -> None:
        super().__init__(f"{what} {cure}")
        self.what = what
        self.cure = cure
