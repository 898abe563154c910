"""What the teacher knows of each child, and how much it counts."""
