"""Considerations: what the teacher knows about each child, and how much it counts."""
