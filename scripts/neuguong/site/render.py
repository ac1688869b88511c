"""Page models → HTML bytes, feeds → Atom, robots.txt.

Pure given a theme: the same page gives the same bytes, whatever was rendered before. Templates see the page,
the site, `say` and the filters `href`, `file`, `cached` and `number`, and nothing else; a name or a key that
they misspell is an error (StrictUndefined).
"""

from __future__ import annotations

import functools
import html as markup
from collections.abc import Callable, Iterable, Mapping, MutableMapping
from types import CodeType
from typing import Any
from urllib.parse import quote, urlsplit

import markupsafe
from jinja2 import DictLoader, Environment, StrictUndefined, Template, UndefinedError
from jinja2.bccache import Bucket, BytecodeCache
from jinja2.compiler import CodeGenerator, Frame
from jinja2.nodes import Call, Const, Expr, Getattr, Name, Output, TemplateData
from markupsafe import Markup

from neuguong import fingerprint
from neuguong.site import addresses
from neuguong.site.pages import Feed, FeedEntry, Page, Site
from neuguong.site.words import UnknownWords, Words

ROBOTS = "robots.txt"
_ATOM = "http://www.w3.org/2005/Atom"

_ROOT = "\0"
"""Stands in every link for the way to the site's root until a page is whole; no text may hold it.

So what is rendered for a card or a menu is the same on every page, however deep it lies.
"""
_ROOT_BYTE = _ROOT.encode()
_SAY = "say"
_CACHED = 3000
"""Parts that an environment remembers: about 10 MB of cards."""


def environment(
    templates: Mapping[str, str], words: Words, compiled: Compiled | None = None, to_root: str = ""
) -> Environment:
    """Return the environment that renders these templates, given by name, in these words.

    What was compiled is kept. `to_root` leads from the edition to the site's root, where shared files lie.
    """
    compiled = {} if compiled is None else compiled
    env = _Environment(
        loader=DictLoader(templates),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,  # as many as there are
        optimized=False,  # folding constants takes longer than it saves
        bytecode_cache=_BytecodeCache(compiled, fingerprint.digest(words.catalogue).hex()),
    )
    env.filters["number"] = words.number
    env.say = env.globals[_SAY] = _Say(words)
    env.filters["href"] = _href
    env.filters["file"] = functools.partial(_file, to_root)
    env.filters["cached"] = functools.lru_cache(_CACHED, typed=True)(_call)
    return env


class _Say:
    """What templates call `say`: the words under a key, as HTML, with the values in their places."""

    def __init__(self, words: Words) -> None:
        self.words = words
        self._known: dict[tuple[str, object], Markup] = {}

    def __call__(self, key: str, /, **values: object) -> Markup:
        count = values.get("n")
        if len(values) == (count is not None):  # no values, or a number alone: said again and again
            known = self._known.get((key, count))
            if known is None:
                known = self._known[key, count] = markupsafe.escape(self.words(key, **values))
            return known
        pattern = markupsafe.escape(self.words.pattern(key, count))
        return pattern % self.words.told(values)


def _href(target: str) -> str:
    """Return the link to a file of the site, as far as it can be told before it is on a page."""
    return addresses.under(_ROOT, str(target))  # str: a misspelled name fails here, and as such


def _file(to_root: str, target: str) -> str:
    """Return the link to a file that all languages share: a style, a photo, a cloth."""
    return addresses.under(_ROOT + to_root, str(target))


def _call(macro: Callable[..., Markup], *arguments: object, **named: object) -> Markup:
    """Render a macro: `{{ card | cached(story) }}` is `{{ card(story) }}`, remembered by its arguments.

    That is right because a macro imported without context sees nothing but its arguments.
    """
    return macro(*arguments, **named)


# The original looks for the plain function behind `escape`, which makes a new object for every word.
_escape_text: Callable[[str], str] = getattr(markupsafe, "_escape_inner", markupsafe.escape)


def _escape(value: Any) -> str:
    """Escape a value that a template prints: markupsafe's `escape` without a new object for the result."""
    kind = type(value)
    if kind is str:
        return _escape_text(value)
    shown: str = value if kind is Markup else str(value) if kind is int else markupsafe.escape(value)
    return shown


class _Template(Template):
    """A template that prints its values through `_escape`."""

    @classmethod
    def from_code(
        cls,
        environment: Environment,
        code: CodeType,
        globals: MutableMapping[str, Any],  # noqa: A002 - Jinja's own name
        uptodate: Callable[[], bool] | None = None,
    ) -> Template:
        template = super().from_code(environment, code, globals, uptodate)
        template.root_render_func.__globals__["escape"] = _escape
        return template


Compiled = dict[str, bytes]
"""Templates as Python runs them, by a key of their name; each knows of which source it was made."""


class _BytecodeCache(BytecodeCache):
    """Keeps compiled templates in a dictionary; they hold words, so those of other words are others."""

    def __init__(self, compiled: Compiled, words: str) -> None:
        self._compiled = compiled
        self._words = words

    def load_bytecode(self, bucket: Bucket) -> None:
        known = self._compiled.get(self._words + bucket.key)
        if known is not None:
            bucket.bytecode_from_string(known)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._compiled[self._words + bucket.key] = bucket.bytecode_to_string()


class _CodeGenerator(CodeGenerator):
    """Makes shorter work of what our templates are full of.

    Attributes are looked up as Python does: pages are records, and nothing else has dots. A misspelled name
    is an `AttributeError` then, of which `html` makes what a template's error is. Calls are plain calls, for
    none of what is called wants Jinja's context. What is said without values is said in compiling.
    """

    def visit_Output(self, node: Output, frame: Frame) -> None:  # noqa: N802 - Jinja's own name
        super().visit_Output(Output([self._said(child) for child in node.nodes], lineno=node.lineno), frame)

    def visit_Call(self, node: Call, frame: Frame, forward_caller: bool = False) -> None:  # noqa: N802
        self.write("(")
        self.visit(node.node, frame)
        self.write(")(")
        if isinstance(node.node, Name) and node.node.name == _SAY:
            self._check(node)
        self.write("*()")  # `signature` begins with a comma
        self.signature(node, frame, {"caller": "caller"} if forward_caller else None)
        self.write(")")

    def _said(self, child: Expr) -> Expr:
        """Return the words in the place of `{{ say("key") }}`."""
        match child:
            case Call(node=Name(name="say"), args=[Const(value=str(key))], kwargs=[]):
                self._check(child)
                return TemplateData(self._environment.say(key), lineno=child.lineno)
        return child

    def _check(self, node: Call) -> None:
        """Find a key that has no words before any page is rendered."""
        match node.args:
            case [Const(value=str(key))]:
                count = 1 if any(value.key == "n" for value in node.kwargs) else None
                try:
                    self._environment.say.words.pattern(key, count)
                except UnknownWords as unknown:
                    self.fail(f"{unknown}?", node.lineno)

    @property
    def _environment(self) -> _Environment:
        assert isinstance(self.environment, _Environment)  # noqa: S101 - it made this generator
        return self.environment

    def visit_Getattr(self, node: Getattr, frame: Frame) -> None:  # noqa: N802 - Jinja's own name
        if isinstance(node.node, Name) and node.node.name == "self":  # blocks, by their names
            super().visit_Getattr(node, frame)
            return
        self.write("(")
        self.visit(node.node, frame)
        self.write(f").{node.attr}")


class _Environment(Environment):
    template_class = _Template
    code_generator_class = _CodeGenerator
    say: _Say

    @functools.cached_property
    def _ready(self) -> dict[Any, Template]:
        return {}

    def get_template(
        self,
        name: str | Template,
        parent: str | None = None,
        globals: MutableMapping[str, Any] | None = None,  # noqa: A002 - Jinja's own name
    ) -> Template:
        """Return a template; the original looks at four things before it takes one out of its cache."""
        if name not in self._ready:
            self._ready[name] = super().get_template(name, parent, globals)
        return self._ready[name]

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Return the globals of a template: a plain dictionary, which is copied for each page."""
        return self.globals if d is None else super().make_globals(d)


def html(page: Page, site: Site, env: Environment) -> bytes:
    """Render one page."""
    try:
        text = env.get_template(page.template).render(page=page, site=site)
    except (AttributeError, UnknownWords) as error:
        raise UndefinedError(f"{page.template}: {error}") from error
    if page.head.from_root:
        root: str = markupsafe.escape(urlsplit(site.base_url).path)
    else:
        root = addresses.climb(page.head.path)
    return text.encode().replace(_ROOT_BYTE, root.encode())


def atom(feed: Feed, site: Site) -> bytes:
    """Render a feed as Atom; its date is that of its newest change, never the clock's."""
    address = addresses.absolute(site.base_url, feed.path)
    newest = max(max(entry.date, entry.updated) for entry in feed.entries)
    text = "".join(
        (
            '<?xml version="1.0" encoding="utf-8"?>\n',
            f'<feed xml:lang="{feed.lang}" xmlns="{_ATOM}">',
            f"<title>{escape_xml(feed.title)}</title>",
            f'<link href="{_uri(feed.url)}" rel="alternate"/>',
            f'<link href="{_uri(address)}" rel="self"/>',
            f"<id>{escape_xml(address)}</id>",
            f"<updated>{noon(newest)}</updated>",
            f"<author><name>{escape_xml(site.publisher)}</name></author>",
            f"<subtitle>{escape_xml(site.tagline)}</subtitle>",
            *map(_entry, feed.entries),
            "</feed>",
        )
    )
    return text.encode().translate(_NO_CONTROL)


def _entry(entry: FeedEntry) -> str:
    """Return an entry of a feed; its summary is HTML, and so escaped twice. The feed has an author anyway."""
    summary = markup.escape(entry.summary, quote=False)
    author = f"<author><name>{escape_xml(entry.author)}</name></author>" if entry.author else ""
    return (
        f"<entry><title>{escape_xml(entry.title)}</title>"
        f'<link href="{_uri(entry.url)}" rel="alternate"/>'
        f"<published>{noon(entry.date)}</published>"
        f"<updated>{noon(entry.updated)}</updated>"
        f"{author}"
        f"<id>{escape_xml(entry.url)}</id>"
        f'<summary type="html">{escape_xml(summary)}</summary>'
        f'<category term="{markup.escape(entry.category)}"/></entry>'
    )


def robots(sites: Iterable[Site]) -> bytes:
    """Return robots.txt: everybody is welcome, the maps are here, one for each language."""
    maps = (addresses.absolute(site.base_url, addresses.SITEMAP) for site in sites)
    lines = "".join(f"Sitemap: {address}\n" for address in maps)
    return f"User-agent: *\nAllow: /\n\n{lines}".encode()


def escape_xml(text: str) -> str:
    """Return the text as an XML element may hold it."""
    return markup.escape(text, quote=False)


def _uri(address: str) -> str:
    """Return an address as an attribute may hold it: other letters than English ones in percents."""
    return markup.escape(quote(address, safe="/#%[]=:;$&()+,!?*@'~"))


def noon(iso: str) -> str:
    """Return noon of the day in Vietnam: the same calendar day from New York to New Zealand."""
    return f"{iso}T12:00:00+07:00"


_NO_CONTROL = bytes(ord("?") if byte < 32 and byte not in b"\t\n\r" else byte for byte in range(256))
"""XML cannot hold control signs, not even escaped ones; no content that passes the checks has any."""
