#!/usr/bin/env python
import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "metoo_wall.settings")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line
    from django.db import OperationalError

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as wrong_setting:
        sys.exit(f"A setting is wrong: {wrong_setting}")
    except OperationalError:
        from metoo_wall.answering import database_answers, what_to_do_about_the_database

        if database_answers():
            raise
        sys.exit(what_to_do_about_the_database())


if __name__ == "__main__":
    main()
