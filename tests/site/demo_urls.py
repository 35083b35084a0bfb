"""The addresses of a demo site: plaza.urls has them only where PLAZA_DEMO was set at the start."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import path

from plaza import urls, views

urlpatterns = [
    *i18n_patterns(
        path("demo/mail/", views.demo_mail, name="demo_mail"),
        path("demo/mail/<str:name>/", views.demo_mail_message, name="demo_mail_message"),
    ),
    *urls.urlpatterns,
]
