-- An alert belongs to one or more sites.
ALTER TABLE alert_events ADD COLUMN sites text[];
UPDATE alert_events SET sites = ARRAY[site],
    body = (body::jsonb || jsonb_build_object('sites', jsonb_build_array(site))
        || CASE WHEN body::jsonb ? 'host' THEN jsonb_build_object('hosts', jsonb_build_array(body::jsonb -> 'host')) ELSE '{}' END)::text;
ALTER TABLE alert_events ALTER COLUMN sites SET NOT NULL, DROP COLUMN site;

-- What decides between events that arrive out of order, and is not in the body.
ALTER TABLE alerts ADD COLUMN sites text[], ADD COLUMN facts text NOT NULL DEFAULT '{}';
UPDATE alerts SET sites = ARRAY[site],
    body = (body::jsonb || jsonb_build_object('sites', jsonb_build_array(site))
        || CASE WHEN body::jsonb ? 'host' THEN jsonb_build_object('hosts', jsonb_build_array(body::jsonb -> 'host')) ELSE '{}' END)::text;
UPDATE alerts SET facts = jsonb_build_object(
    'sites', body::jsonb -> 'sites', 'hosts', coalesce(body::jsonb -> 'hosts', '[]'), 'certainty', 'GUESSED')::text;
DROP INDEX alerts_site;
ALTER TABLE alerts ALTER COLUMN sites SET NOT NULL, ALTER COLUMN facts DROP DEFAULT, DROP COLUMN site;
CREATE INDEX alerts_sites ON alerts USING gin (sites);
COMMENT ON COLUMN alerts.facts IS 'JSON: what later events need to know of the earlier ones to make the same state in every order of arrival';

-- The snapshot of a problem message ranks below every other one, see the comment on the column.
UPDATE alerts a SET snapshot_order = (a.snapshot_order - 9223372036854775807) - 1
    FROM event_identities i JOIN alert_events e USING (seq)
    WHERE i.identity = a.snapshot_identity AND e.kind = 0 AND a.snapshot_order >= 0;
COMMENT ON COLUMN alerts.snapshot_order IS 'microseconds by the source''s clock of the snapshot that describes the alert; from the lowest bigint upwards for a problem message';

-- Every site that an event ever named. Retention keeps them: a site is known although nothing is wrong there.
CREATE TABLE sites (
    name       text        PRIMARY KEY,
    first_seen timestamptz NOT NULL DEFAULT clock_timestamp()
);
INSERT INTO sites (name) SELECT DISTINCT unnest(sites) FROM alert_events ON CONFLICT DO NOTHING;
INSERT INTO sites (name) SELECT DISTINCT unnest(sites) FROM alerts ON CONFLICT DO NOTHING;
