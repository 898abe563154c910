"""Who is here and how they get in: the Django project and its people."""

# The one place of the version's number. CHANGELOG.md says what is in it.
__version__ = "1.0.0"
