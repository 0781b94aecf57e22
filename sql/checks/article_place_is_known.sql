-- What relates an article to a place names a version and a place that are there.
-- severity: error
-- scope: batch
select
    article_places.version_id,
    article_places.place_id,
    article_places.role,
from core.article_places as article_places
-- Joined, not looked up with `not in`: then the few new rows are hashed, and what is held streams by.
left join core.places as places on places.place_id = article_places.place_id
left join core.article_versions as versions on versions.version_id = article_places.version_id
where article_places.loaded_at >= $since
    and (places.place_id is null or versions.version_id is null)
