"""Addresses of files and links of resources: without a language, they stay whatever stands there."""

from django.urls import path

from resources.reading import fetching

urlpatterns = [path("<uuid:uid>/", fetching.resource_file, name="resource_file")]
