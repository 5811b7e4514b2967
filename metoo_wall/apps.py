from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.utils.translation import gettext_lazy as _


class MetooWallConfig(AppConfig):
    name = "metoo_wall"
    verbose_name = _("The site")

    def ready(self) -> None:
        from metoo_wall import checks, checks_of_answers  # noqa: F401


class StaffAdminConfig(AdminConfig):
    default_site = "metoo_wall.staff.StaffSite"
