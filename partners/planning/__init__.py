"""Plans that are being made: the state of a draft, what a change does, places for children."""
