-- No version still waits for its places.
-- severity: warning
-- scope: base
select
    version_id,
    article_id,
    geocode_status,
from core.article_versions
where loaded_at >= $since
    and geocode_status not in ('done', 'language')
