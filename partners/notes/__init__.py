"""Children's confidential notes: what is asked, in which order, and how they are read."""
