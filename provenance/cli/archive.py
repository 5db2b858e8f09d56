"""`provenance archive`: fetch and keep, without verifying."""

from collections import Counter

from provenance import pipeline
from provenance.cli.options import Documents, Quiet, progress, with_settings
from provenance.cli.terminal import put
from provenance.config import Group, Settings

NAME = "archive"
EXAMPLES = "`provenance archive article.md` · `provenance archive https://example.org/story`"


@with_settings(Group.NETWORK)
def run(docs: Documents, *, quiet: Quiet = False, settings: Settings) -> None:
    """Fetch what documents cite, or the URLs given, and keep it."""
    with progress(quiet) as tell:
        collection, wanted = pipeline.named_targets(docs, settings)
        gathering = pipeline.gather_all(wanted, collection.citations, settings, progress=tell)
    for gathered in gathering.known.values():
        if gathered.known and not quiet:
            read = gathered.known.read_from.kind.value
            put(f"{gathered.known.status.state.value:16} {read:16} {gathered.known.url}")
            if saved := gathered.known.saved:
                put(f"  in a web archive: {saved.url}" if saved.url else f"  not saved: {saved.problem}")
    if not quiet:
        states = Counter(g.known.status.state.group for g in gathering.known.values() if g.known)
        put(", ".join(f"{n} {group}" for group, n in states.most_common()) or "nothing to fetch")
