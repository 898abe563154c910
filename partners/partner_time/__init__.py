"""Partner time: who sits with whom today, the walk through the room, and how partners grow."""
