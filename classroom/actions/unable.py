"""The common root of every "that can't be done" with a sentence for the person."""


class Unable(Exception):
    """Its text is shown on the page: a whole sentence, and never a name that the reader may not see."""
