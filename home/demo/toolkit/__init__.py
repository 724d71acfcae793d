"""The demo's toolkit: some sixty resources, their files, preset listings, and what a year of use leaves behind.

- `content` holds a file for each resource, both languages side by side (`reading.py` explains the form).
- `files.py` makes their files, `resources.py` puts the resources in place, `presets.py` the preset listings.
- `traces.py` adds what use leaves behind: downloads, searches without a result, checked links.
"""

from home.demo.toolkit.load import clear_toolkit, load_presets, load_toolkit

__all__ = ["clear_toolkit", "load_presets", "load_toolkit"]
