"""The Django project, and the people of a school: adults, classes, children, and how they sign in."""

# The one place of the version's number. CHANGELOG.md says what is in it.
__version__ = "1.0.0"
