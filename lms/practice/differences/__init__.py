"""What changed between two versions of a piece of work, word by word."""
