from django.urls import path, register_converter

from stories.intake import own_views, views
from stories.paths import PublicIdConverter, TokenConverter

register_converter(PublicIdConverter, "public_id")
register_converter(TokenConverter, "token")

app_name = "intake"
urlpatterns = [
    path("share/", views.share, name="share"),
    path("share/<token:token>/", views.sealed_page, name="sealed"),
    path("yours/", own_views.yours, name="yours"),
    path("yours/<token:token>/", views.sealed_page, name="own"),
    path("stories/<public_id:public_id>/concern/", views.concern, name="concern"),
]
