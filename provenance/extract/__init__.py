"""`Page` to `ExtractedText`: the readable text of a page without its furniture, and what the page says of itself."""

from provenance.extract.extract import extract

__all__ = ["extract"]
