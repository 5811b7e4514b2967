"""The statements that make a publication, the views that a front may ask, and a copy: PostgreSQL 15 or later.

Everything here is written from `declared.py`. Each script can be run again, after a release too.
"""

from collections.abc import Iterator

from django.db import connection
from django.db.models import CheckConstraint, Model

from metoo_wall.copies.declared import ONLY_WHERE, kept_back, public_fields, public_models

PUBLICATION = "metoo_wall"
SCHEMA = ROLE = "wall_front"
MIGRATIONS = "django_migrations"  # which release made the tables: `/readyz` of a front compares
MAKE_ONCE = """DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM {catalogue} WHERE {name}) THEN {statement}; END IF;
END $$"""


def tables() -> list[str]:
    return [*(model._meta.db_table for model in public_models()), MIGRATIONS]


def source() -> Iterator[str]:
    """For the database that takes posts: what copies may follow, and what a front may ask."""
    yield from publication()
    yield from views()


def copy() -> Iterator[str]:
    """For a copy whose tables were made by pg_dump: what is kept back is empty there, and no rule asks for it."""
    for model in public_models():
        table, missing = _quoted(model._meta.db_table), kept_back(model)
        for field in missing:
            yield f"ALTER TABLE {table} ALTER COLUMN {_quoted(field.column)} SET DEFAULT ''"
        for name in _rules_about(model, {field.name for field in missing}):
            yield f"ALTER TABLE {table} DROP CONSTRAINT IF EXISTS {_quoted(name)}"
    yield _role()
    yield f"GRANT SELECT ON {', '.join(map(_quoted, tables()))} TO {ROLE}"
    yield from publication()  # for copies of the copy


def publication() -> Iterator[str]:
    """Made where it is not, then set to exactly these tables, columns and rows."""
    yield _once("pg_publication", f"pubname = '{PUBLICATION}'", f"CREATE PUBLICATION {PUBLICATION}")
    for model in public_models():
        if (
            model._meta.label in ONLY_WHERE
        ):  # a row that is no longer shown is told by its old values
            yield f"ALTER TABLE {_quoted(model._meta.db_table)} REPLICA IDENTITY FULL"
    listed = ",\n  ".join([*map(_published, public_models()), MIGRATIONS])
    yield f"ALTER PUBLICATION {PUBLICATION} SET TABLE\n  {listed}"


def views() -> Iterator[str]:
    """A schema in which the same names hold what is public alone, and a role that sees no other."""
    yield _role()
    yield f"ALTER ROLE {ROLE} IN DATABASE {_database()} SET search_path = {SCHEMA}"
    yield f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE"
    yield f"CREATE SCHEMA {SCHEMA}"
    for model in public_models():
        yield _view(model)
    named = "id, app, name, applied"
    yield f"CREATE VIEW {SCHEMA}.{MIGRATIONS} AS SELECT {named} FROM public.{MIGRATIONS}"  # noqa: S608
    yield f"GRANT USAGE ON SCHEMA {SCHEMA} TO {ROLE}"
    yield f"GRANT SELECT ON ALL TABLES IN SCHEMA {SCHEMA} TO {ROLE}"


def _role() -> str:
    """Without a password: whoever keeps the database gives it one."""
    return _once("pg_roles", f"rolname = '{ROLE}'", f"CREATE ROLE {ROLE} LOGIN")


def _database() -> str:
    return _quoted(str(connection.settings_dict["NAME"]))


def _published(model: type[Model]) -> str:
    table = _quoted(model._meta.db_table)
    where = ONLY_WHERE.get(model._meta.label)
    if where:  # a list of columns and an old row do not go together: here all columns are public
        return f"{table} WHERE ({_quoted(where)})"
    return f"{table} ({', '.join(_quoted(field.column) for field in public_fields(model))})"


def _view(model: type[Model]) -> str:
    table, where = _quoted(model._meta.db_table), ONLY_WHERE.get(model._meta.label)
    columns = [_quoted(field.column) for field in public_fields(model)]
    columns += [
        f"''::{field.db_type(connection)} AS {_quoted(field.column)}" for field in kept_back(model)
    ]
    made = f"CREATE VIEW {SCHEMA}.{table}{' WITH (security_barrier)' if where else ''} AS"
    rows = f" WHERE {_quoted(where)}" if where else ""
    return f"{made} SELECT {', '.join(columns)} FROM public.{table}{rows}"  # noqa: S608


def _rules_about(model: type[Model], names: set[str]) -> list[str]:
    rules = [c for c in model._meta.constraints if isinstance(c, CheckConstraint)]
    return [rule.name for rule in rules if names & rule.condition.referenced_base_fields]


def _once(catalogue: str, name: str, statement: str) -> str:
    return MAKE_ONCE.format(catalogue=catalogue, name=name, statement=statement)


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)
