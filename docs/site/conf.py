"""Configuration of the documentation site; docs/site/build runs Sphinx with it.

The pages are the Markdown files of the repository, as GitHub shows them. The headings and links of docs/README.md are the
navigation. Nothing that only Sphinx understands stands in a page: this file adds it.
"""

import re
from pathlib import Path

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

ROOT = Path(__file__).resolve().parents[2]
POM = (ROOT / "pom.xml").read_text(encoding="utf-8")
SCM = re.search(r"<scm>.*?<url>([^<$]+)</url>", POM, re.DOTALL)

project = "Tenon"
author = "The Tenon authors"
version = release = re.search(r"<artifactId>tenon-parent</artifactId>\s*<version>([^<]+)", POM).group(1)
html_title = "Tenon"

extensions = ["myst_parser", "sphinx_copybutton"]
root_doc = "README"
include_patterns = ["*.md", "docs/*.md", "docs/adr/*.md", "docs/guides/*.md", "samples/models/README.md"]
exclude_patterns = ["target", "**/target"]
myst_heading_anchors = 4
myst_linkify_fuzzy_links = False
# A block of Java may hold an ellipsis, and one of the shell no language.
suppress_warnings = ["misc.highlighting_failure"]
highlight_language = "none"
pygments_style = "friendly"
pygments_dark_style = "monokai"

html_theme = "furo"
html_static_path = ["static"]
html_css_files = ["tenon.css"]
html_extra_path = ["index.html"]
templates_path = ["templates"]
html_copy_source = False
html_show_sphinx = False
html_show_copyright = False
html_sidebars = {
    "**": [
        "sidebar/brand.html",
        "sidebar/search.html",
        "sidebar/scroll-start.html",
        "sidebar/navigation.html",
        "javadoc.html",
        "sidebar/scroll-end.html",
    ]
}

LINK = re.compile(r"(?<!!)\[([^\]]+)\]\(([^)#:\s]*)(#[^)]*)?\)")
ANCHOR = re.compile(r'^<a id="([\w-]+)"></a>\s*', re.MULTILINE)
FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)


def navigation():
    """Returns the directives that make the navigation of docs/README.md."""
    text = (ROOT / "docs/README.md").read_text(encoding="utf-8")
    directives = []
    for section in re.split(r"^## ", text, flags=re.MULTILINE)[1:]:
        caption = section.split("\n", 1)[0].strip()
        entries = []
        for title, target, _ in re.findall(r"^(?:- |\| )" + LINK.pattern, section, re.MULTILINE):
            page = (ROOT / "docs" / target).resolve()
            if page == ROOT / f"{root_doc}.md":
                entries.append(f"{title} <self>")
            elif page.suffix == ".md" and page.exists():
                entries.append(f"{title} </{page.relative_to(ROOT).with_suffix('')}>")
        directives.append(toctree(entries, f":caption: {caption}\n:hidden:\n"))
    return toctree(["All pages </docs/README>"], ":hidden:\n") + "".join(directives)


def toctree(entries, options):
    lines = "\n".join(entries)
    return f"\n\n```{{toctree}}\n{options}\n{lines}\n```\n" if entries else ""


def label(path, anchor):
    """Returns the project's name for an anchor in HTML, `<a id="…"></a>` at the start of a line."""
    return f"{path.relative_to(ROOT).with_suffix('')}-{anchor}".replace("/", "-").lower()


def adapt(app, docname, source):
    """Replaces what Sphinx does not know: links to folders and anchors in HTML. Adds the navigation."""
    folder = (ROOT / docname).parent

    def link(match):
        text, target, anchor = match.groups()
        path = (folder / target).resolve() if target else ROOT / f"{docname}.md"
        if not path.is_relative_to(ROOT):
            return match.group(0)
        if path.is_dir():
            if SCM:
                return f"[{text}]({SCM.group(1).strip().rstrip('/')}/tree/main/{path.relative_to(ROOT)})"
            return text
        if anchor and path.is_file() and f'<a id="{anchor[1:]}">' in path.read_text(encoding="utf-8"):
            return f"[{text}](#{label(path, anchor[1:])})"
        return match.group(0)

    parts, end = [], 0
    for fence in FENCE.finditer(source[0]):
        parts += [LINK.sub(link, source[0][end : fence.start()]), fence.group(0)]
        end = fence.end()
    text = "".join(parts) + LINK.sub(link, source[0][end:])
    text = ANCHOR.sub(lambda match: f"({label(ROOT / f'{docname}.md', match.group(1))})=\n", text)
    if docname == "samples/models/README":
        text = "---\norphan: true\n---\n" + text
    if docname == root_doc:
        text += navigation()
    if docname == "docs/adr/README":
        text += toctree(["[0-9]*"], ":glob:\n:maxdepth: 1\n")
    source[0] = text


class JavadocLinks(SphinxPostTransform):
    """Links the name of a public type, such as `Model.load`, to its Javadoc."""

    default_priority = 900
    formats = ("html",)
    NAME = re.compile(r"(?:new )?(?:dev\.tenon\.[\w.]*?)?([A-Z]\w+)(?:\.\w+)?(?:\(.*\))?")
    # Their tables name Keras' classes and ONNX's operators.
    OTHER_NAMES = {"docs/from-keras", "docs/layers", "docs/operators", "CHANGELOG"}
    pages = None

    def run(self, **kwargs):
        if self.env.docname in self.OTHER_NAMES:
            return
        for literal in list(self.document.findall(nodes.literal)):
            match = self.NAME.fullmatch(literal.astext())
            page = match and self.find(match.group(1))
            if page and not self.in_link_or_first_column(literal):
                depth = self.env.docname.count("/")
                link = nodes.reference("", "", refuri="../" * depth + "javadoc/" + page, internal=True)
                literal.replace_self(link)
                link += literal

    @classmethod
    def find(cls, name):
        if cls.pages is None:
            found, javadoc = {}, ROOT / "target/site/javadoc"
            for page in javadoc.glob("dev.tenon*/**/[A-Z]*.html"):
                found.setdefault(page.stem, []).append(page.relative_to(javadoc).as_posix())
            cls.pages = {name: paths[0] for name, paths in found.items() if len(paths) == 1}
        return cls.pages.get(name)

    @staticmethod
    def in_link_or_first_column(node):
        while node.parent is not None:
            if isinstance(node, nodes.reference | nodes.title):
                return True
            if isinstance(node, nodes.entry) and node.parent.index(node) == 0:
                return True
            node = node.parent
        return False


def setup(app):
    app.connect("source-read", adapt)
    app.add_post_transform(JavadocLinks)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
