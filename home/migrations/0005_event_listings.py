"""Let audience pages show the next events of a preset listing."""

import wagtail.fields
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0004_resource_listings"),
    ]

    operations = [
        migrations.AlterField(
            model_name="audiencepage",
            name="listings",
            field=wagtail.fields.StreamField(
                [("pages", 4), ("resources", 7), ("events", 10)],
                blank=True,
                block_lookup={
                    0: ("wagtail.blocks.CharBlock", (), {"label": "Heading", "max_length": 120}),
                    1: (
                        "wagtail.blocks.PageChooserBlock",
                        (),
                        {"help_text": "The pages under this one are listed.", "label": "Section"},
                    ),
                    2: (
                        "wagtail.blocks.ChoiceBlock",
                        [],
                        {"choices": [("order", "As in the section"), ("newest", "Newest first")], "label": "Order"},
                    ),
                    3: (
                        "wagtail.blocks.IntegerBlock",
                        (),
                        {"default": 6, "label": "How many at most", "max_value": 12, "min_value": 1},
                    ),
                    4: (
                        "wagtail.blocks.StructBlock",
                        [[("heading", 0), ("section", 1), ("sort", 2), ("limit", 3)]],
                        {},
                    ),
                    5: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {
                            "help_text": "Without one, the preset listing's title is shown.",
                            "label": "Heading",
                            "max_length": 120,
                            "required": False,
                        },
                    ),
                    6: (
                        "wagtail.snippets.blocks.SnippetChooserBlock",
                        ("resources.PresetListing",),
                        {"label": "Preset listing"},
                    ),
                    7: ("wagtail.blocks.StructBlock", [[("heading", 5), ("preset", 6), ("limit", 3)]], {}),
                    8: (
                        "wagtail.snippets.blocks.SnippetChooserBlock",
                        ("events.EventPreset",),
                        {"label": "Preset listing of events"},
                    ),
                    9: (
                        "wagtail.blocks.IntegerBlock",
                        (),
                        {"default": 3, "label": "How many at most", "max_value": 12, "min_value": 1},
                    ),
                    10: ("wagtail.blocks.StructBlock", [[("heading", 5), ("preset", 8), ("limit", 9)]], {}),
                },
                verbose_name="listings",
            ),
        ),
    ]
