from django.urls import path

from stories import paths  # noqa: F401  (makes `public_id` and `token` known)
from stories.intake import concerns, own_views, support, views

app_name = "intake"
urlpatterns = [
    path("share/", views.share, name="share"),
    path("share/<token:token>/", views.sealed_page, name="sealed"),
    path("yours/", own_views.yours, name="yours"),
    path("yours/<token:token>/", views.sealed_page, name="own"),
    path("stories/<public_id:public_id>/support/", support.support, name="support"),
    path("stories/<public_id:public_id>/concern/", concerns.concern, name="concern"),
]
