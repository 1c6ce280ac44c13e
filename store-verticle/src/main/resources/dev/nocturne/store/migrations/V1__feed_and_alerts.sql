-- One row. A batch holds its lock until it commits, which orders the writers of all store nodes: seq is 1, 2, 3, ... in
-- commit order. The epoch names this feed: a seq of a restored or other database is not mistaken for one of this.
CREATE TABLE feed_head (
    only_row boolean     PRIMARY KEY DEFAULT true CHECK (only_row),
    epoch    uuid        NOT NULL DEFAULT gen_random_uuid(),
    seq      bigint      NOT NULL DEFAULT 0,
    ts       timestamptz NOT NULL DEFAULT 'epoch'
);
INSERT INTO feed_head DEFAULT VALUES;

-- The feed: append-only, in partitions of consecutive seq so that a replay reads one or two of them.
CREATE TABLE alert_events (
    seq      bigint      PRIMARY KEY,
    alert_id uuid        NOT NULL,
    kind     smallint    NOT NULL,
    severity smallint    NOT NULL,
    site     text        NOT NULL,
    ts       timestamptz NOT NULL,
    body     text        NOT NULL
) PARTITION BY RANGE (seq);
CREATE INDEX alert_events_alert ON alert_events (alert_id, seq);
COMMENT ON COLUMN alert_events.kind IS '0 created, 1 updated, 2 acknowledged, 3 resolved';
COMMENT ON COLUMN alert_events.severity IS 'what filters look at: the higher of before and after the event; 0 unclassified to 5 critical';
COMMENT ON COLUMN alert_events.body IS 'the event as clients get it, JSON';

-- What is kept of the feed. A partition that is `dropping` no longer counts, whether its table is already gone or not.
CREATE TABLE feed_partitions (
    from_seq bigint  PRIMARY KEY,
    to_seq   bigint  NOT NULL CHECK (to_seq > from_seq),
    dropping boolean NOT NULL DEFAULT false
);
COMMENT ON COLUMN feed_partitions.to_seq IS 'the first seq after the partition';

-- The first seq that is still kept.
CREATE FUNCTION feed_first() RETURNS bigint LANGUAGE sql STABLE AS
    'SELECT coalesce(min(from_seq), 1) FROM feed_partitions WHERE NOT dropping';

-- Makes partitions until one ends more than `size` above the head. Does not block appends: a table that is attached
-- needs no lock that a writer conflicts with. Answers the first seq without a partition.
CREATE FUNCTION feed_extend(size bigint) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    head bigint;
    bound bigint;
    part text;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('nocturne.feed_extend', 0));
    SELECT seq INTO head FROM feed_head;
    SELECT coalesce(max(to_seq), 1) INTO bound FROM feed_partitions;
    WHILE bound <= head + size LOOP
        part := 'alert_events_' || bound;
        EXECUTE format('CREATE TABLE %I (LIKE alert_events INCLUDING DEFAULTS INCLUDING CONSTRAINTS)', part);
        EXECUTE format('ALTER TABLE alert_events ATTACH PARTITION %I FOR VALUES FROM (%s) TO (%s)',
            part, bound, bound + size);
        INSERT INTO feed_partitions VALUES (bound, bound + size);
        bound := bound + size;
    END LOOP;
    RETURN bound;
END $$;

-- Which event was stored under an identity (a hash of source, source's id, kind and update): the guard against repeats.
CREATE TABLE event_identities (
    identity uuid   PRIMARY KEY,
    alert_id uuid   NOT NULL,
    seq      bigint NOT NULL
);
CREATE INDEX event_identities_seq ON event_identities (seq);

-- Current state: the newest event of each alert, and what decides between snapshots that arrive out of order.
CREATE TABLE alerts (
    id                uuid     PRIMARY KEY,
    source            text     NOT NULL,
    source_id         text     NOT NULL,
    site              text     NOT NULL,
    severity          smallint NOT NULL,
    status            smallint NOT NULL,
    seq               bigint   NOT NULL,
    snapshot_order    bigint   NOT NULL,
    snapshot_identity uuid     NOT NULL,
    body              text     NOT NULL,
    UNIQUE (source, source_id)
);
CREATE INDEX alerts_open ON alerts (id) WHERE status = 0;
CREATE INDEX alerts_site ON alerts (site, id);
CREATE INDEX alerts_resolved ON alerts (seq) WHERE status = 1;
COMMENT ON COLUMN alerts.status IS '0 open, 1 resolved';
COMMENT ON COLUMN alerts.body IS 'the newest event of the alert, JSON';
COMMENT ON COLUMN alerts.snapshot_order IS 'microseconds by the source''s clock of the snapshot that describes the alert';
