"""The page of the analysts: a tab for each thing they do. `ui.page.shell` puts it together."""

from ui.page.shell import build_page, first_script, page_options

__all__ = ["build_page", "first_script", "page_options"]
