"""Settings for Pelican: how the parts are wired. What a department changes stands in site.yml."""

from neuguong.site import plugin

PATH = "content"
OUTPUT_PATH = "output"
THEME = "theme"
PLUGINS = [plugin]  # the module itself: a name that fails to import would only be logged

SITENAME = "Nêu Gương"
SITEURL = ""
DEFAULT_LANG = "vi"
TIMEZONE = "Asia/Ho_Chi_Minh"

# Stories come through the plugin, pages through Pelican's reader; the plugin writes both.
ARTICLE_PATHS: list[str] = []
PAGE_PATHS = ["pages"]
PAGE_URL = PAGE_LANG_URL = "{slug}.html"
PAGE_SAVE_AS = PAGE_LANG_SAVE_AS = ""
READERS = {"rst": None, "html": None}  # pages are Markdown only
MARKDOWN = {"extensions": ["markdown.extensions.extra"], "output_format": "html"}
STATIC_PATHS: list[str] = []
THEME_STATIC_PATHS: list[str] = []  # the plugin writes them too, so that nothing is left over
DIRECT_TEMPLATES: list[str] = []
AUTHOR_SAVE_AS = CATEGORY_SAVE_AS = TAG_SAVE_AS = ""
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
DELETE_OUTPUT_DIRECTORY = False
CACHE_CONTENT = False
