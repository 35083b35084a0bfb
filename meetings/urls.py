from django.urls import path

from meetings import calendar_views, views

app_name = "meetings"

urlpatterns = [
    path("", views.meetings, name="meetings"),
    path("feed.ics", calendar_views.feed, name="feed"),
    path("registration/<str:token>/", views.manage_registration, name="registration"),
    path(
        "registration/<str:token>/calendar.ics",
        calendar_views.registration_ics,
        name="registration_ics",
    ),
    path("<int:pk>/calendar.ics", calendar_views.meeting_ics, name="meeting_ics"),
    path("<int:pk>/register/", views.register, name="register"),
    path("<int:pk>/registered/", views.registered, name="registered"),
    path("<int:pk>/<slug:slug>/", views.meeting, name="meeting"),
]
