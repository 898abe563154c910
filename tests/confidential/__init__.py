"""What was said about a child stays behind the cover and under the key: planted, and looked for everywhere."""
