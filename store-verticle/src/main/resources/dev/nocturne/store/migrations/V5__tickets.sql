-- What stands behind a ticket for one connection, until it is used or over. Only the ticket itself, which is not here,
-- opens it. Unlogged: half a minute after a crash none would hold anyway, and so none is in the WAL or its archive.
CREATE UNLOGGED TABLE tickets (
    id      text        PRIMARY KEY,
    sealed  text        NOT NULL,
    expires timestamptz NOT NULL
);
CREATE INDEX tickets_expires ON tickets (expires);
COMMENT ON COLUMN tickets.id IS 'derived from the ticket, which does not follow from it';
COMMENT ON COLUMN tickets.sealed IS 'the token that the ticket stands for, encrypted with a key that is derived from the ticket';
