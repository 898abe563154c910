"""The moves of a good partner: those built in, those of a class, and the chips that note them."""
