"""TEXT → MODEL: gazette issues as text become a `Corpus` of documents, tasks, tables, items, rosters and units.

The steps, a module each: read → normalize → pieces (paragraphs, rows) → split (issue → documents) → layout (fields, tables) → tasks → units
→ corpus. Knows nothing of HTML output, templates, MkDocs, the clock or the output folder.
"""

from parser.corpus import parse_corpus, parse_texts
from parser.errors import GazetteError, RegistryError, SourceError
from parser.model import Corpus
from parser.units import Registry, load_registry

__all__ = ["Corpus", "GazetteError", "Registry", "RegistryError", "SourceError", "load_registry", "parse_corpus", "parse_texts"]
