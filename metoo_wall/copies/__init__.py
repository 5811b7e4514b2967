"""Copies of the database, for more readers than one machine can answer (docs/decisions/0018-copies-that-know-when-they-are-late.md).

A streaming replica holds everything; a front's copy holds what `declared.py` says is public, and nothing else.
"""
