-- What each stage of a run took in, what went on, what was known before, and what could not be used.
with fetches as (
    select
        fetches.fetch_id,
        fetches.outcome,
        fetches.payload_digest,
        links.link_type = 'feed' as is_feed,
    from raw.fetches as fetches
    inner join raw.links as links using (link_id)
    where fetches.run_id = $run_id
),
cleaned as (
    select
        fetches.fetch_id,
        bool_or(cleanings.outcome = 'article') as is_article,
    from fetches
    inner join raw.cleanings as cleanings using (payload_digest)
    where not fetches.is_feed and fetches.outcome = 'fetched'
    group by fetches.fetch_id
),
fresh as (
    select versions.version_id
    from core.article_versions as versions
    inner join fetches using (fetch_id)
),
found as (
    select mentions.place_id
    from core.mentions as mentions
    inner join fresh using (version_id)
),
checked as (
    select bad_rows
    from ops.checks
    where run_id = $run_id
),
counted as (
    select
        1 as number,
        'discover' as stage,
        'feeds' as what,
        count(*) as taken_count,
        count(*) filter (where outcome = 'fetched') as passed_count,
        count(*) filter (where outcome in ('not_modified', 'skipped')) as known_count,
        count(*) filter (where outcome in ('refused', 'failed')) as refused_count,
    from fetches
    where is_feed
    union all
    select
        2,
        'fetch',
        'addresses',
        count(*),
        count(*) filter (where outcome = 'fetched'),
        count(*) filter (where outcome in ('not_modified', 'skipped')),
        count(*) filter (where outcome in ('refused', 'failed')),
    from fetches
    where not is_feed
    union all
    select
        3,
        'clean',
        'pages',
        count(*),
        count(*) filter (where is_article),
        0,
        count(*) filter (where not is_article),
    from cleaned
    union all
    select
        4,
        'relate',
        'articles',
        count(*) filter (where is_article),
        (select count(*) from fresh),
        count(*) filter (where is_article) - (select count(*) from fresh),
        0,
    from cleaned
    union all
    select
        5,
        'geocode',
        'mentions',
        count(*),
        count(place_id),
        0,
        count(*) - count(place_id),
    from found
    union all
    select
        6,
        'check',
        'checks',
        count(*),
        count(*) filter (where bad_rows = 0),
        0,
        count(*) filter (where bad_rows > 0),
    from checked
)
select * exclude (number)
from counted
where taken_count > 0
order by number
