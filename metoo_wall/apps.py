from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class MetooWallConfig(AppConfig):
    name = "metoo_wall"
    verbose_name = "The site"

    def ready(self) -> None:
        from metoo_wall import checks  # noqa: F401


class StaffAdminConfig(AdminConfig):
    default_site = "metoo_wall.staff.StaffSite"
