-- What has come of each source that was ever asked, and how it does.
with asked as (
    select
        fetches.source_id,
        max(fetches.fetched_at) filter (where fetches.outcome <> 'skipped') as asked_at,
        max(fetches.fetched_at) filter (
            where links.link_type = 'feed' and fetches.outcome in ('fetched', 'not_modified')
        ) as answered_at,
        min(fetches.fetched_at) filter (
            where links.link_type = 'feed' and fetches.outcome = 'fetched'
        ) as verified_at,
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
),

states as (
    select
        source_id,
        arg_max(state, since) as state,
        max(since) as since,
        arg_max(reason, since) as reason,
    from ops.source_states
    group by all
)

select
    coalesce(asked.source_id, held.source_id) as source_id,
    asked.asked_at,
    asked.answered_at,
    asked.verified_at,
    states.state,
    states.since,
    states.reason,
    coalesce(held.article_count, 0) as article_count,
    held.newest_at,
from asked
full join held using (source_id)
left join states on states.source_id = coalesce(asked.source_id, held.source_id)
order by source_id
