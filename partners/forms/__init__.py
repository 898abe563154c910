"""Forms. They validate, and do nothing else."""
