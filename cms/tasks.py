"""Work for the background worker."""

from __future__ import annotations

import logging

from django_tasks import task
from wagtail.images.models import SourceImageIOError

from cms.models import PortalImage

logger = logging.getLogger(__name__)


@task()
def make_renditions(image_id: int, ratio: str) -> int:
    """Make the renditions that a picture of the image in `ratio` needs. Returns how many there are then.

    An image that was deleted in the meantime, or whose file cannot be read, is left alone.
    """
    from cms import pictures

    image = PortalImage.objects.filter(pk=image_id).first()
    if image is None:
        return 0
    try:
        return len(image.get_renditions(*pictures.filters(image, ratio)))
    except SourceImageIOError:
        logger.warning("The file of image %s cannot be read.", image_id)
        return 0
