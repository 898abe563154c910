"""The base of every exception that says what can't be done, in a sentence for the person."""


class Unable(Exception):
    """Its text is shown on the page. It is a whole sentence, and never holds a name that the reader may not see."""
