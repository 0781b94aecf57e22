-- What earlier runs met at the feeds of a source: when each was asked, how often it failed since, how much it brings.
with recursive
links as (
    select *
    from raw.links
    where source_id = $source_id
),

asks as (
    select fetches.*
    from raw.fetches as fetches
    inner join links using (link_id)
    where links.link_type = 'feed' and fetches.outcome <> 'skipped'
),

feeds as (
    select
        link_id,
        max(fetched_at) as asked_at,
        arg_max(run_id, fetched_at) as run_id,
        max(fetched_at) filter (where outcome in ('fetched', 'not_modified')) as answered_at,
    from asks
    group by link_id
),

failures as (
    select
        feeds.link_id,
        count(*) as failed_count,
    from feeds
    inner join asks using (link_id)
    where asks.outcome in ('failed', 'refused')
        and (feeds.answered_at is null or asks.fetched_at > feeds.answered_at)
    group by feeds.link_id
),

-- A sitemap's pages count for the index that named it, and for the robots.txt that named the index.
leads as (
    select
        url as feed,
        url as root,
    from links
    where link_type = 'feed'
    union
    select
        leads.feed,
        links.found_in as root,
    from leads
    inner join links on links.url = leads.root
    where links.link_type = 'feed' and links.found_kind <> 'catalog'
),

tries as (
    select
        fetches.link_id,
        arg_max(fetches.outcome, fetches.fetched_at) as outcome,
        arg_max(fetches.http_status, fetches.fetched_at) as http_status,
        count(*) as try_count,
    from raw.fetches as fetches
    inner join links using (link_id)
    where links.link_type = 'article' and fetches.outcome <> 'skipped'
    group by fetches.link_id
),

pages as (
    select
        leads.root as url,
        links.seen_at,
        -- What no one has asked for yet, or what did not answer, may be gone from the feed soon.
        tries.outcome is null
            or (tries.outcome = 'failed' and coalesce(tries.http_status, 500) >= 500 and tries.try_count < 10)
            as is_open,
    from links
    inner join leads on leads.feed = links.found_in
    left join tries using (link_id)
    where links.link_type = 'article' and links.seen_at > $now::timestamptz - interval 14 day
),

-- What a feed named when it was asked first was published before; it says nothing of how often there is news.
watched as (
    select
        url,
        min(seen_at) as since,
    from (
        select
            leads.root as url,
            min(links.seen_at) as seen_at,
        from links
        inner join leads on leads.feed = links.found_in
        where links.link_type = 'article'
        group by leads.root
        union all
        select
            links.url,
            min(asks.fetched_at),
        from asks
        inner join links using (link_id)
        where asks.outcome in ('fetched', 'not_modified')
        group by links.url
    )
    group by url
),

brought as (
    select
        watched.url,
        count(pages.seen_at) filter (where pages.seen_at > watched.since) as new_count,
        count(*) filter (where pages.is_open) as open_count,
        least(epoch($now::timestamptz - watched.since) / 86400, 14) as day_count,
    from watched
    left join pages using (url)
    group by watched.url, watched.since
)

select
    links.url,
    feeds.asked_at,
    coalesce(failures.failed_count, 0) as failed_count,
    if(brought.day_count >= 1, brought.new_count / brought.day_count, null) as links_a_day,
    coalesce(brought.open_count, 0) as open_count,
    runs.state is not distinct from 'completed'
        and feeds.run_id not in (select run_id from ops.rejections where stage = 'load') as is_settled,
from feeds
inner join links using (link_id)
left join failures using (link_id)
left join brought on brought.url = links.url
left join ops.runs as runs on runs.run_id = feeds.run_id
order by links.url
