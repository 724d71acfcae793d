"""The portal's addresses as they are in the demo."""

from django.urls import include, path

from cms.urls import handler400, handler403, handler404, handler500
from cms.urls import urlpatterns as portal

urlpatterns = [path("demo/mail/", include("cms.demo_mail")), *portal]
__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]
