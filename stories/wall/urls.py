from django.urls import path

from stories import paths  # noqa: F401  (makes `public_id` known)
from stories.wall import views

app_name = "wall"
urlpatterns = [
    path("", views.home, name="home"),
    path("stories/", views.stories, name="stories"),
    path("stories/<public_id:public_id>/", views.story, name="story"),
    path("guidelines/", views.guidelines, name="guidelines"),
]
