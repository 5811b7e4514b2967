"""So that nothing is lost, and nothing that was taken back returns: backups, restoring, keys."""
