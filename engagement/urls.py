from django.urls import path

from engagement import views

app_name = "engagement"

urlpatterns = [
    path("documents/<int:pk>/<slug:slug>/", views.document, name="document"),
    path("subscribe/<int:initiative_id>/", views.subscribe, name="subscribe"),
    path(
        "subscribe/<int:initiative_id>/requested/",
        views.subscription_requested,
        name="subscription_requested",
    ),
    path(
        "subscription/<str:token>/confirm/",
        views.confirm_subscription,
        name="confirm_subscription",
    ),
    path("subscription/<str:token>/end/", views.end_subscription, name="end_subscription"),
]
