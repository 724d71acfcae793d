"""The portal's addresses."""

from __future__ import annotations

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from cms import api, feeds, files, search_views, signin, views

handler400 = views.bad_request
handler403 = views.forbidden
handler404 = views.not_found
handler500 = views.server_error

urlpatterns = [
    path("", views.choose_language, name="choose_language"),
    path("health/live", views.live, name="health_live"),
    path("health/ready", views.ready, name="health_ready"),
    path("robots.txt", feeds.robots, name="robots"),
    path("sitemap.xml", feeds.sitemap, name="sitemap"),
    path("media/<path:name>", files.public_media, name="public_media"),
    path("images/private/<path:name>", files.private_image, name="private_image"),
    path("cms/login/", signin.lead_to_sign_in, name="admin_sign_in"),
    path("cms/logout/", signin.lead_to_sign_out, name="admin_sign_out"),
    path("cms/", include(wagtailadmin_urls)),
    re_path(r"^documents/(\d+)/(.*)$", files.serve_document),  # reversed by the name that Wagtail gives below
    path("documents/", include(wagtaildocs_urls)),
    path("files/", include("resources.reading.urls")),
    path("ics/", include("events.calendars.urls")),
    path("api/v2/", api.router.urls),
    path("oidc/", include("allauth.socialaccount.providers.openid_connect.urls")),  # known to others by these addresses
]

if settings.DEMO_MAIL:
    urlpatterns += [path("demo/mail/", include("cms.demo_mail"))]
if settings.COMPONENT_GALLERY:
    urlpatterns += i18n_patterns(path("_components/", include("cms.gallery")))

urlpatterns += i18n_patterns(
    path(_("account/"), include("members.accounts.urls")),
    path(_("portal/"), include("members.portal.urls")),
    path(_("join/"), include("members.joining.urls")),
    path(_("registration/"), include("events.registering.urls")),
    path(_("certificates/"), include("events.attending.urls")),
    path(_("portal/"), include("events.calendars.portal_urls")),
    path(_("search/"), search_views.search, name="search"),
    path(_("search/suggestions/"), search_views.suggestions, name="search_suggestions"),
    path(_("feed/"), require_safe(feeds.PageFeed()), name="page_feed"),
    path("_util/login/", signin.lead_to_sign_in, name="wagtailcore_login"),
    re_path(wagtail_urls.serve_pattern, views.serve_page, name="wagtail_serve"),
)
