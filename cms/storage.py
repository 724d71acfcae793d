"""Where files lie: what is private outside MEDIA, so that no web server can hand it out unasked."""

from __future__ import annotations

import functools
import os
from typing import Any

from django.conf import settings
from django.core.files.storage import FileSystemStorage, Storage, storages
from django.urls import reverse
from django.utils._os import safe_join
from whitenoise.storage import CompressedManifestStaticFilesStorage

PRIVATE_PREFIX = "private/"


class StaticStorage(CompressedManifestStaticFilesStorage):
    """Static files under names that change with what they hold; a process works out each address once."""

    @functools.cache  # noqa: B019 - there is one storage, for as long as the process lives
    def url(self, name: str, force: bool = False) -> str:
        return super().url(name, force)


class PrivateFileSystemStorage(FileSystemStorage):
    """Files that only a checked view serves: they have no address of their own."""

    def __init__(self) -> None:
        super().__init__(location=settings.PRIVATE_ROOT, base_url=None)


class ImageFileSystemStorage(FileSystemStorage):
    """Images: public ones under MEDIA, those whose name begins with `private/` beside the private files."""

    def path(self, name: str) -> str:
        if os.path.normpath(name).startswith(PRIVATE_PREFIX):
            return safe_join(settings.PRIVATE_ROOT, name)
        return super().path(name)

    def _save(self, name: str, content: Any) -> str:
        # Django names what it saved relative to MEDIA; a private file is named relative to its own root.
        if name.startswith(PRIVATE_PREFIX):
            return private_storage()._save(name, content)  # type: ignore[attr-defined]
        return super()._save(name, content)  # type: ignore[misc]

    def url(self, name: str | None) -> str:
        if name and name.startswith(PRIVATE_PREFIX):
            return reverse("private_image", args=[name.removeprefix(PRIVATE_PREFIX)])
        return super().url(name)


def private_storage() -> Storage:
    return storages["private"]


def image_storage() -> Storage:
    return storages["images"]
