from django.urls import path

from meetings import calendar_views, registration_views, subscribe_views, views

app_name = "meetings"

urlpatterns = [
    path("", views.meetings, name="meetings"),
    path("feed.ics", calendar_views.feed, name="feed"),
    path("feed.atom", subscribe_views.atom, name="atom"),
    path("subscribe/", subscribe_views.subscribe, name="subscribe"),
    path("registration/<str:token>/", registration_views.manage_registration, name="registration"),
    path(
        "registration/<str:token>/answers/",
        registration_views.registration_answers,
        name="registration_answers",
    ),
    path(
        "registration/<str:token>/calendar.ics",
        calendar_views.registration_ics,
        name="registration_ics",
    ),
    path("<int:pk>/calendar.ics", calendar_views.meeting_ics, name="meeting_ics"),
    path("<int:pk>/register/", registration_views.register, name="register"),
    path("<int:pk>/registered/", registration_views.registered, name="registered"),
    path("<int:pk>/<slug:slug>/", views.meeting, name="meeting"),
]
