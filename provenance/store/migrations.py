"""The schema of the catalogue, as numbered steps; the names of those taken stand in the database.

A step is never changed once it was released: what it got wrong, the next one puts right.
"""

from __future__ import annotations

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

migrations = Migrations("provenance")


@migrations()
def m001_first(db: Database) -> None:
    """Sources with their last visit, the history of visits, captures, texts, audits, decisions."""
    db.executescript(
        """
        create table sources (
            source text primary key, url text not null, canonical_url text not null,
            state text not null, code text not null, evidence text not null, http_status integer,
            hops text not null, checked_at text, next_check_at text, retry_at text,
            failures integer not null, failing_since text, counted_at text, last_ok text, dead integer not null,
            etag text, last_modified text, live text, text_capture text,
            read_kind text not null, read_url text, read_at text, read_capture text
        );
        create index sources_by_next_check on sources (next_check_at);
        create table history (
            source text not null, at text not null, state text not null, code text not null,
            evidence text not null, http_status integer, capture text
        );
        create unique index history_by_visit on history (source, at);
        create table captures (
            id text primary key, source text, url text not null, captured_at text not null, kind text not null,
            status integer not null, content_type text not null, sha256 text not null, size integer not null,
            warc text not null, offset integer not null, length integer not null, archive_url text
        );
        create index captures_by_source on captures (source, captured_at);
        create index captures_by_body on captures (sha256);
        create index captures_by_url on captures (url, captured_at);
        create table texts (capture text primary key, body blob not null);
        create table audits (
            id text primary key, started_at text not null, summary text not null, report blob not null
        );
        create index audits_by_time on audits (started_at);
        create table decisions (
            claim text not null, verdict text, note text not null, author text not null, at text not null
        );
        create index decisions_by_claim on decisions (claim);
        """
    )


@migrations()
def m002_what_was_decided_on(db: Database) -> None:
    """The fingerprint of what a decision is about, and whether it takes the decision before it back."""
    db.executescript(
        """
        alter table decisions add column fingerprint text not null default '';
        alter table decisions add column withdrawn integer not null default 0;
        create index decisions_by_fingerprint on decisions (fingerprint);
        """
    )


@migrations()
def m003_the_passage_that_was_chosen(db: Database) -> None:
    """The words of the source that a decision rests on."""
    db.execute("alter table decisions add column passage text not null default ''")


@migrations()
def m004_hosts_that_rest(db: Database) -> None:
    """Until when a host asked to be left alone."""
    db.execute("create table hosts (host text primary key, retry_at text not null)")


@migrations()
def m005_what_web_archives_were_asked_to_save(db: Database) -> None:
    """When an archive was asked to hold a copy of a source, the copy and its time, or why there is none."""
    db.executescript(
        """
        alter table sources add column save_asked_at text;
        alter table sources add column saved_url text;
        alter table sources add column saved_at text;
        alter table sources add column save_problem text not null default '';
        """
    )
