from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from metoo_wall import views
from stories.wall.robots import robots

handler400 = "metoo_wall.views.bad_request"
handler403 = "metoo_wall.views.permission_denied"
handler404 = "metoo_wall.views.page_not_found"
handler500 = "metoo_wall.views.server_error"

urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("robots.txt", robots, name="robots"),
    path(f"{settings.ADMIN_PATH}/passkeys/", include("metoo_wall.staff_accounts.passkey_urls")),
    path(f"{settings.ADMIN_PATH}/", admin.site.urls),
]

urlpatterns += i18n_patterns(
    path("safety/", views.safety, name="safety"),
    path("what-we-hold/", views.what_we_hold, name="what_we_hold"),
    path("resources/", include("resources.urls")),
    path("", include("stories.intake.urls")),
    path("", include("stories.wall.urls")),
    prefix_default_language=False,
)
