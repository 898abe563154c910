"""Forms validate what was sent, and say how they are laid out. They do nothing else."""
