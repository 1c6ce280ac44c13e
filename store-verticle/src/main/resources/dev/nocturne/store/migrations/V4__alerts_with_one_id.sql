-- Finds the alerts that are stored apart from another one with their id: under it, a ~ and 8 digits.
CREATE INDEX alerts_apart ON alerts (source, left(source_id, -9)) WHERE source_id LIKE '%~________';
