-- What a run took of each source, and what became of it: pages, articles, places; the largest first.
with taken as (
    select
        source_id,
        count(*) as page_count,
        count(*) filter (where outcome = 'fetched') as fetched_count,
    from raw.fetches
    where run_id = $run_id
    group by source_id
),
fresh as (
    select
        fetches.source_id,
        versions.version_id,
        versions.version_number,
    from core.article_versions as versions
    inner join raw.fetches as fetches using (fetch_id)
    where fetches.run_id = $run_id
),
added as (
    select
        source_id,
        count(*) filter (where version_number = 1) as article_count,
        count(*) filter (where version_number > 1) as version_count,
    from fresh
    group by source_id
),
placed as (
    select
        fresh.source_id,
        count(distinct mentions.place_id) as place_count,
    from fresh
    inner join core.mentions as mentions using (version_id)
    group by fresh.source_id
)
select
    taken.source_id,
    taken.page_count,
    taken.fetched_count,
    coalesce(added.article_count, 0) as article_count,
    coalesce(added.version_count, 0) as version_count,
    coalesce(placed.place_count, 0) as place_count,
from taken
left join added using (source_id)
left join placed using (source_id)
order by taken.page_count desc, taken.source_id
limit $limit
