"""What is confidential about a child stays behind the cover and encrypted: tests plant it and search for it
everywhere."""
