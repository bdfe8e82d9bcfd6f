"""A table that paints only what is visible."""
