"""Checks each claim of a document against an archived copy of the sources that it cites.

path ─documents→ Document ─citations→ citations, attributions, claims
                               │ url
                             fetch → Visit ─archive→ Capture ─page→ Page ─access→ link state
                                                                     └─extract→ ExtractedText
Claim + ExtractedText ─verify→ Assessment ─┐
                                           └→ Audit ─report→ json, html, markdown, …
"""
