from django.urls import path

from stories import paths  # noqa: F401  (makes `public_id` known)
from stories.wall import feed, numbers_views, views

app_name = "wall"
urlpatterns = [
    path("", views.home, name="home"),
    path("stories/", views.stories, name="stories"),
    path("stories/choose/", views.choose, name="choose"),
    path("stories/<public_id:public_id>/", views.story, name="story"),
    path("stories/<public_id:public_id>/rest/", views.rest, name="rest"),
    path("feed/", feed.feed, name="feed"),
    path("numbers/", numbers_views.numbers, name="numbers"),
    path("numbers.json", numbers_views.numbers_json, name="numbers_json"),
    path("numbers.csv", numbers_views.numbers_csv, name="numbers_csv"),
    path("guidelines/", views.guidelines, name="guidelines"),
]
