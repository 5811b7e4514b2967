"""Moves authenticator secrets out of clear text, hashes backup codes, and makes the staff record unchangeable."""

from django.db import migrations

from metoo_wall.staff_accounts.devices import digest_of
from metoo_wall.staff_accounts.sealing import seal

APPS = "otp_totp_totpdevice"
CODES = ("otp_static_statictoken", "otp_static_staticdevice")
REFUSE_ON_SQLITE = """
CREATE TRIGGER staff_decision_is_never_changed BEFORE UPDATE ON metoo_wall_staffdecision
BEGIN SELECT RAISE(ABORT, 'staff_decision_is_never_changed'); END
"""
REFUSE_ON_POSTGRESQL = """
CREATE FUNCTION staff_decision_is_never_changed() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'staff_decision_is_never_changed' USING ERRCODE = 'check_violation'; END $$;
CREATE TRIGGER staff_decision_is_never_changed BEFORE UPDATE ON metoo_wall_staffdecision
FOR EACH ROW EXECUTE FUNCTION staff_decision_is_never_changed();
"""


def seal_secrets(apps, schema_editor):
    """From the tables of django-otp's own plugins, where they are, which go afterwards."""
    connection = schema_editor.connection
    there = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        if APPS in there:
            cursor.execute(f"SELECT user_id, name, key, confirmed FROM {APPS} ORDER BY id")
            _keep_apps(apps.get_model("metoo_wall", "AuthenticatorApp"), cursor.fetchall())
        if there.issuperset(CODES):
            cursor.execute(
                f"SELECT d.user_id, d.name, t.token FROM {CODES[1]} d JOIN {CODES[0]} t ON t.device_id = d.id"
            )
            _keep_codes(apps, cursor.fetchall())
        for table in (APPS, *CODES):
            if table in there:
                cursor.execute(f"DROP TABLE {table}")


def _keep_apps(AuthenticatorApp, rows):
    newest = {(user, bool(confirmed)): (name, key) for user, name, key, confirmed in rows}
    for (user, confirmed), (name, key) in newest.items():
        AuthenticatorApp.objects.create(
            user_id=user, name=name, confirmed=confirmed, sealed_key=seal(key)
        )


def _keep_codes(apps, rows):
    BackupCodes = apps.get_model("metoo_wall", "BackupCodes")
    BackupCode = apps.get_model("metoo_wall", "BackupCode")
    for user, name, token in rows:
        device, _created = BackupCodes.objects.get_or_create(
            user_id=user, defaults={"name": name, "confirmed": True}
        )
        BackupCode.objects.get_or_create(device=device, digest=digest_of(token))


def refuse_changes(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(REFUSE_ON_SQLITE)
    else:
        schema_editor.execute(REFUSE_ON_POSTGRESQL)


class Migration(migrations.Migration):

    dependencies = [("metoo_wall", "0002_staff_record_and_own_factors")]

    operations = [
        migrations.RunPython(seal_secrets, migrations.RunPython.noop),
        migrations.RunPython(refuse_changes, migrations.RunPython.noop),
    ]
