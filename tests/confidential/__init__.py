"""Confidential data about children stays behind the cover and encrypted. Tests plant such data and search for it
everywhere."""
