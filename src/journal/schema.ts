import type { Schema } from './database.ts';

/** The tables of a journal. `events` is only ever appended to; `runs` is its projection; `leases` says who may write. */
export const journalSchema: Schema = {
  applicationId: 0x4153_484c,
  tables: ['events', 'runs', 'leases'],
  migrations: [
    (database) => {
      database.exec(`
        CREATE TABLE events (
          seq  INTEGER PRIMARY KEY,
          run  TEXT NOT NULL,
          at   INTEGER NOT NULL,
          body TEXT NOT NULL,
          hash TEXT NOT NULL
        ) STRICT;
        CREATE INDEX events_of_run ON events (run, seq);
        CREATE TABLE runs (
          run        TEXT PRIMARY KEY,
          first_seq  INTEGER NOT NULL,
          spec       TEXT NOT NULL,
          kind       TEXT NOT NULL,
          stage      TEXT,
          started_at INTEGER NOT NULL,
          last_at    INTEGER NOT NULL,
          state      TEXT NOT NULL,
          last_type  TEXT NOT NULL,
          last_hash  TEXT NOT NULL
        ) STRICT;
        CREATE INDEX runs_of_spec ON runs (spec, first_seq);
        CREATE TABLE leases (
          spec     TEXT PRIMARY KEY,
          token    INTEGER NOT NULL,
          held     INTEGER NOT NULL,
          pid      INTEGER NOT NULL,
          host     TEXT NOT NULL,
          started  TEXT NOT NULL,
          taken_at INTEGER NOT NULL,
          seen_at  INTEGER NOT NULL
        ) STRICT;
      `);
    },
    // All runs of a repository are listed newest first.
    (database) => {
      database.exec('CREATE INDEX runs_by_start ON runs (first_seq)');
    },
  ],
};
