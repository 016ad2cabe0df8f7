"""Addresses of accounts; they stand under the desk's and before its own."""

from django.contrib import admin
from django.urls import path

from quotetrack.accounts import views

app_name = "accounts"
inside = admin.site.admin_view

urlpatterns = [
    path("log-in/code/", views.code, name="code"),
    path("log-in/second-factor/", views.enrol, name="enrol"),
    path("account/", inside(views.account), name="account"),
    path("account/likes/", inside(views.prefer), name="prefer"),
    path("account/second-factor/", inside(views.change), name="change"),
    path("account/<int:pk>/reset/", inside(views.reset), name="reset"),
]
