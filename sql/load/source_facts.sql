-- What a run's sources are judged by: their feeds' last asks, their pages' last tries, their new links by age.
with wanted as (
    select distinct fetches.source_id
    from raw.fetches as fetches
    inner join raw.links as links using (link_id)
    where fetches.run_id = $run_id and links.link_type = 'feed'
),

asks as (
    select
        fetches.*,
        links.url as feed_url,
        fetches.outcome in ('fetched', 'not_modified') as is_answer,
    from raw.fetches as fetches
    inner join raw.links as links using (link_id)
    inner join wanted on wanted.source_id = fetches.source_id
    where links.link_type = 'feed' and links.found_kind = 'catalog' and fetches.outcome <> 'skipped'
),

answers as (
    select
        link_id,
        max(fetched_at) filter (where is_answer) as answered_at,
    from asks
    group by link_id
),

feeds as (
    select
        asks.source_id,
        asks.feed_url as url,
        count(*) filter (
            where not asks.is_answer and (answers.answered_at is null or asks.fetched_at > answers.answered_at)
        ) as failed_count,
        min(asks.fetched_at) filter (
            where not asks.is_answer and (answers.answered_at is null or asks.fetched_at > answers.answered_at)
        ) as failed_since,
        any_value(answers.answered_at) as answered_at,
        arg_max(coalesce(asks.reason, ''), asks.fetched_at) as reason,
        arg_max(coalesce(asks.detail, ''), asks.fetched_at) as detail,
    from asks
    inner join answers using (link_id)
    group by asks.source_id, asks.feed_url
),

tries as (
    select fetches.*
    from raw.fetches as fetches
    inner join raw.links as links using (link_id)
    inner join wanted on wanted.source_id = fetches.source_id
    where links.link_type = 'article'
        and links.found_kind not in ('input', 'warc')
        and fetches.outcome <> 'skipped'
        and fetches.reason is distinct from 'withdrawn'
        and fetches.fetched_at > $now::timestamptz - interval 7 day
    qualify row_number() over (partition by fetches.source_id order by fetches.fetched_at desc) <= 50
),

pages as (
    select
        source_id,
        count(*) as page_count,
        count(*) filter (
            where outcome = 'refused' or reason in ('http_401', 'http_403', 'http_429', 'http_451')
        ) as closed_count,
        count(*) filter (where outcome = 'failed') as failed_count,
    from tries
    group by source_id
),

articles as (
    select
        links.source_id,
        links.seen_at,
    from raw.links as links
    inner join wanted using (source_id)
    where links.link_type = 'article' and links.found_kind not in ('input', 'warc')
),

-- What was there when the source was asked first is no measure of how much it publishes.
watched as (
    select
        source_id,
        min(seen_at) as watched_since,
    from articles
    group by source_id
),

ages as (
    select
        articles.source_id,
        floor(epoch($now::timestamptz - articles.seen_at) / 86400)::bigint as age,
        count(*) as link_count,
    from articles
    inner join watched using (source_id)
    where articles.seen_at > watched.watched_since
    group by all
)

select
    wanted.source_id,
    coalesce(
        (select list(feeds order by feeds.url) from feeds where feeds.source_id = wanted.source_id), []
    ) as feeds,
    coalesce(pages.page_count, 0) as page_count,
    coalesce(pages.closed_count, 0) as closed_count,
    coalesce(pages.failed_count, 0) as failed_count,
    watched.watched_since,
    coalesce(
        (select list(ages order by ages.age) from ages where ages.source_id = wanted.source_id), []
    ) as new_links,
    (
        select arg_max(states.state, states.since)
        from ops.source_states as states
        where states.source_id = wanted.source_id
    ) as last_state,
from wanted
left join pages using (source_id)
left join watched using (source_id)
order by wanted.source_id
