"""Plans that are being made: the state of a draft, the effect of a change, places for children without a partner."""
