-- What relates an article to a place names a version and a place that are there.
-- severity: error
-- scope: batch
with
related as (
    select
        version_id,
        place_id,
        role,
    from core.article_places
    where loaded_at >= $since
),

-- What came with its version needs no look at all the versions there are.
without_version as (
    select *
    from related
    anti join (select version_id from core.article_versions where loaded_at >= $since) as fresh using (version_id)
)

select *
from related
anti join core.places using (place_id)
union
select *
from without_version
anti join core.article_versions using (version_id)
