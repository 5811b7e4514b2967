from django.urls import path

from resources import views

app_name = "resources"

urlpatterns = [
    path("", views.helplines, name="helplines"),
    path("purposes/", views.purposes, name="purposes"),
    path("movement/", views.movement, name="movement"),
    path("allies/", views.allies, name="allies"),
]
