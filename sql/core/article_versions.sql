-- Take the versions of a batch; of one that is held, only pending geocoding can still be filled in.
merge into core.article_versions as held
using (
    with
    -- Of an article without a date, the day is the one on which it was seen first: other articles need no look.
    seen as (
        select
            article_id,
            seen_at,
        from core.articles
        where article_id in (
            select article_id
            from incoming
            where date_published_local is null and date_published is null
        )
    )

    select
        incoming.*,
        article_day(
            incoming.date_published_local, incoming.date_published, coalesce(seen.seen_at, incoming.seen_at)
        ) as day,
        $loaded_at::timestamptz as loaded_at,
    from incoming
    left join seen using (article_id)
    qualify row_number() over (partition by version_id order by geocode_status = 'pending', fetched_at) = 1
) as found
using (version_id)
when matched and held.geocode_status = 'pending' and found.geocode_status <> 'pending' then update set
    geocode_status = found.geocode_status,
    geocoder_version = found.geocoder_version,
    geocoded_at = found.geocoded_at,
    source_home = found.source_home,
    loaded_at = found.loaded_at
when not matched then insert by name
returning merge_action
