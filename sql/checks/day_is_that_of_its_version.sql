-- Articles, mentions and places of articles carry the day of their version.
-- severity: error
-- scope: batch
with
-- What came with its version needs no look at all the versions there are.
fresh as (
    select
        version_id,
        day,
    from core.article_versions
    where loaded_at >= $since
),

carried as (
    select
        'core.articles' as table_name,
        current_version_id as version_id,
        day,
    from core.articles
    where loaded_at >= $since
    union
    select
        'core.mentions',
        version_id,
        day,
    from core.mentions
    where loaded_at >= $since
    union
    select
        'core.article_places',
        version_id,
        day,
    from core.article_places
    where loaded_at >= $since
),

not_of_fresh as (
    select *
    from carried
    anti join fresh using (version_id, day)
)

select not_of_fresh.*
from core.article_versions as versions
inner join not_of_fresh using (version_id)
where versions.day <> not_of_fresh.day
