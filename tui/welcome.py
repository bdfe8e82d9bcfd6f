"""What stands in the place of the accounts while the book has none: the ways to begin."""

from __future__ import annotations

WELCOME = """
  This book is empty. To begin:

    i   import people, accounts, owners or contracts from CSV files
    S   restore a snapshot of another book
    n   add an account by hand; in Load (3) the same key adds a person
    5   choose how accounts meet people: each model says what it is good at

  To look around first, leave with q and type: bookshift demo
"""
"""One line per line of the table, none wider than 80 columns; every key works where it is shown."""
