-- What has come of each source that was ever asked.
with asked as (
    select
        fetches.source_id,
        max(fetches.fetched_at) as asked_at,
        max(fetches.fetched_at) filter (
            links.link_type = 'feed' and fetches.outcome in ('fetched', 'not_modified')
        ) as answered_at,
    from raw.fetches as fetches
    inner join raw.links as links using (link_id)
    group by all
),

held as (
    select
        source_id,
        count(*) as article_count,
        max(seen_at) as newest_at,
    from core.articles
    group by all
)

select
    coalesce(asked.source_id, held.source_id) as source_id,
    asked.asked_at,
    asked.answered_at,
    coalesce(held.article_count, 0) as article_count,
    held.newest_at,
from asked
full join held using (source_id)
order by source_id
