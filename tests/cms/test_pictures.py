"""Pictures of which the file is lost: the page stays readable."""

import pytest
from django.template import Context, Template

from cms import caching
from cms.models import PortalSettings
from tests.conftest import Visitor
from tests.factories.files import ImageFactory

pytestmark = pytest.mark.django_db


def test_a_picture_without_its_file_leaves_its_words() -> None:
    image = ImageFactory()
    image.file.storage.delete(image.file.name)
    tag = Template("{% load portal_tags %}{% picture image alt=alt %}")
    assert (
        tag.render(Context({"image": image, "alt": "A <field> of canola"})) == "<span>A &lt;field&gt; of canola</span>"
    )


def test_a_page_whose_shared_image_is_lost_shows_the_portals_own(visit: Visitor) -> None:
    image = ImageFactory()
    settings = PortalSettings.load()
    settings.social_image = image
    settings.save()
    image.file.storage.delete(image.file.name)
    caching.forget()
    assert "img/social" in visit.read("/en/")
