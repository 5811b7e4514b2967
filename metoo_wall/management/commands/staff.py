from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from metoo_wall.accounts import (
    ROLES,
    add_account,
    change_role,
    factor_lines,
    new_factor,
    set_temporary_password,
)
from metoo_wall.models import StaffAccount


class Command(BaseCommand):
    help = (
        "Adds staff, changes roles, and makes new passwords and second factors, each printed once."
    )

    def add_arguments(self, parser):
        acts = parser.add_subparsers(dest="act", required=True)
        add = acts.add_parser(
            "add", help="a new account with a one-time password and a second factor"
        )
        add.add_argument("name")
        add.add_argument("--role", action="append", choices=ROLES, default=[])
        role = acts.add_parser("role", help="gives a role, or takes it")
        role.add_argument("name")
        role.add_argument("role", choices=ROLES)
        role.add_argument("--remove", action="store_true")
        factor = acts.add_parser("factor", help="a new second factor for a lost device")
        factor.add_argument("name")
        password = acts.add_parser("password", help="a new one-time password")
        password.add_argument("name")

    def handle(self, *args, **options):
        act = {"add": self.add, "role": self.role, "factor": self.factor, "password": self.password}
        for line in act[options["act"]](options):
            self.stdout.write(line)

    def add(self, options):
        if StaffAccount.objects.filter(username=options["name"]).exists():
            raise CommandError(f"There is an account named {options['name']} already.")
        try:
            return add_account(options["name"], tuple(options["role"])).lines()
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error

    def role(self, options):
        change_role(_account(options["name"]), options["role"], remove=options["remove"])
        verb = "is no longer" if options["remove"] else "is now"
        return [f"{options['name']} {verb} {options['role']}."]

    def factor(self, options):
        return factor_lines(new_factor(_account(options["name"])))

    def password(self, options):
        return [f"One-time password: {set_temporary_password(_account(options['name']))}"]


def _account(name: str) -> StaffAccount:
    try:
        return StaffAccount.objects.get(username=name)
    except StaffAccount.DoesNotExist:
        raise CommandError(f"There is no account named {name}.") from None
