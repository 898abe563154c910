"""Forms for people and rosters. They validate, and say how they are laid out; `layout` explains how."""
