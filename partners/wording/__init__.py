"""Data as sentences: reasons, conflicts, the history of a plan, and coaching prompts."""
