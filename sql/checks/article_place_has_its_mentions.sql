-- The number of mentions of a place in an article is the number of mentions that there are.
-- severity: warning
-- scope: batch
with
-- Numbers are summed in a fraction of the time that ids take: so the ids of what does not add up are looked at alone.
said as (
    select
        hash(version_id, place_id) as pair,
        mention_count as mentions,
    from core.article_places
    where loaded_at >= $since
    union all
    select
        hash(version_id, place_id),
        -1,
    from core.mentions
    where loaded_at >= $since and place_id is not null
),

doubtful as (
    select pair
    from said
    group by pair
    having sum(mentions) > 0
),

counted as (
    select
        version_id,
        place_id,
        count(*) as mentions,
    from core.mentions
    where loaded_at >= $since and place_id is not null
        and hash(version_id, place_id) in (select pair from doubtful)
    group by version_id, place_id
),

claimed as (
    select
        version_id,
        place_id,
        sum(mention_count) as mentions,
    from core.article_places
    where loaded_at >= $since
        and hash(version_id, place_id) in (select pair from doubtful)
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
