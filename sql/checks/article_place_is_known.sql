-- What relates an article to a place names a version and a place that are there.
-- severity: error
-- scope: batch
select
    version_id,
    place_id,
    role,
from core.article_places
where loaded_at >= $since
    and (
        place_id not in (select place_id from core.places)
        or version_id not in (select version_id from core.article_versions)
    )
