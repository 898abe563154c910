"""The Django project, and the people of a school: adults, classes, children, and how they sign in."""

# The version number is only here. CHANGELOG.md says what is in each version.
__version__ = "1.0.0"
