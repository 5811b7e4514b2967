from django.urls import path

from resources import movement_views, views

app_name = "resources"

urlpatterns = [
    path("", views.helplines, name="helplines"),
    path("pocket/", views.pocket, name="pocket"),
    path("text/", views.text, name="text"),
    path("lines/<slug:slug>/did-not-work/", views.did_not_work, name="did-not-work"),
    path("options/", movement_views.options, name="options"),
    path("purposes/", movement_views.purposes, name="purposes"),
    path("movement/", movement_views.movement, name="movement"),
    path("allies/", movement_views.allies, name="allies"),
]
