from django.urls import path, register_converter

from stories.paths import PublicIdConverter
from stories.wall import views

register_converter(PublicIdConverter, "shown_id")

app_name = "wall"
urlpatterns = [
    path("", views.home, name="home"),
    path("stories/", views.stories, name="stories"),
    path("stories/<shown_id:public_id>/", views.story, name="story"),
    path("guidelines/", views.guidelines, name="guidelines"),
]
