"""How a language writes numbers and dates, where Django's own table does not say it well (FORMAT_MODULE_PATH)."""
