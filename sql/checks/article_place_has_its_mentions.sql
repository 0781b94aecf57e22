-- The number of mentions of a place in an article is the number of mentions that there are.
-- severity: warning
-- scope: batch
with
counted as (
    select
        version_id,
        place_id,
        count(*) as mentions,
    from core.mentions
    where loaded_at >= $since and place_id is not null
    group by version_id, place_id
),

claimed as (
    select
        version_id,
        place_id,
        sum(mention_count) as mentions,
    from core.article_places
    where loaded_at >= $since
    group by version_id, place_id
)

select
    version_id,
    place_id,
    claimed.mentions as claimed,
    counted.mentions as counted,
from claimed
full join counted using (version_id, place_id)
where coalesce(claimed.mentions, 0) > coalesce(counted.mentions, 0)
