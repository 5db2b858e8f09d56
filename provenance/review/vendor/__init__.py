"""What others made, unchanged, each with its licence beside it."""
