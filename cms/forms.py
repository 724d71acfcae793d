"""What the forms for uploads in the admin refuse."""

from __future__ import annotations

from typing import Any

from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm

from cms.uploads import check_document, check_image


class PortalDocumentForm(BaseDocumentForm):
    """Refuses a file that is not what its name says."""

    def clean_file(self) -> Any:
        file = self.cleaned_data.get("file")
        if file is not None and "file" in self.changed_data:
            check_document(file)
        return file


class PortalImageForm(BaseImageForm):
    """Refuses an image that no reader could open, or that would fill the memory of whoever opens it."""

    def clean_file(self) -> Any:
        file = self.cleaned_data.get("file")
        if file is not None and "file" in self.changed_data:
            check_image(file)
        return file


