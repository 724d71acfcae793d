"""What the forms for uploads in the admin refuse."""

from __future__ import annotations

from typing import Any

from django import forms
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from cms.document_versions import set_aside
from cms.uploads import check_document, check_image


class PortalDocumentForm(BaseDocumentForm):
    """Refuses a file that is not what its name says; keeps the one that another takes the place of."""

    def clean_file(self) -> Any:
        file = self.cleaned_data.get("file")
        if file is not None and "file" in self.changed_data:
            check_document(file)
        return file

    def save(self, commit: bool = True) -> Any:
        """Save the document. Wagtail deletes the old file first, so that the new one may bear its name."""
        if commit and "file" in self.changed_data and self.original_file:
            set_aside(self.instance, self.original_file)
        return super().save(commit=commit)


class CheckedImageField(WagtailImageField):
    """Looks at an image's size and content before Wagtail opens it, which fails on what is damaged."""

    def to_python(self, data: Any) -> Any:
        file = forms.FileField.to_python(self, data)
        if file is None:
            return None
        self.check_image_file_size(file)
        check_image(file)
        return super().to_python(data)


class PortalImageForm(BaseImageForm):
    """Refuses an image that no reader could open, or that would fill the memory of whoever opens it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if given := self.fields.get("file"):
            self.fields["file"] = CheckedImageField(
                label=given.label, required=given.required, initial=given.initial, widget=given.widget
            )
