-- Where the data of a feed is: in which cluster of files, on which timeline, in which database and table. What this role
-- may not read, or this server does not know, is left out. NULL on a standby, which may still become another one.
--   system    made by initdb
--   timeline  another one after a failover and after a recovery to a point in time
--   database  another one in a database that a dump or a template was restored into
--   table     the file of feed_head: another one after DROP and CREATE, and after TRUNCATE
--   files     when PG_VERSION was put where it is, which no copy of the files can take along
CREATE FUNCTION feed_place() RETURNS text LANGUAGE plpgsql STABLE AS $$
DECLARE
    system text;
    timeline text;
    files text;
BEGIN
    IF pg_is_in_recovery() THEN
        RETURN NULL;
    END IF;
    BEGIN
        SELECT system_identifier INTO system FROM pg_control_system();
    EXCEPTION WHEN OTHERS THEN
    END;
    BEGIN
        timeline := left(pg_walfile_name(pg_current_wal_lsn()), 8);
    EXCEPTION WHEN OTHERS THEN
    END;
    BEGIN
        SELECT extract(epoch FROM change)::bigint INTO files FROM pg_stat_file('PG_VERSION');
    EXCEPTION WHEN OTHERS THEN
    END;
    RETURN concat_ws(' ', 'system=' || system, 'timeline=' || timeline,
        'database=' || (SELECT oid FROM pg_database WHERE datname = current_database()),
        'table=' || pg_relation_filenode('feed_head'), 'files=' || files);
END $$;

ALTER TABLE feed_head ADD COLUMN origin text;
COMMENT ON COLUMN feed_head.origin IS 'where the data was when the epoch was made; elsewhere, as after a restore, the feed needs another epoch';

-- Nobody knows whether what is there was restored.
UPDATE feed_head SET origin = feed_place(), epoch = CASE seq WHEN 0 THEN epoch ELSE gen_random_uuid() END;
