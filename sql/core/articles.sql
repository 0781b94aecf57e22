-- Take the articles of a batch; what was seen first stays, story and current version move on.
merge into core.articles as held
using (
    with
    -- What came with its version needs no look at all the versions there are.
    fresh as (
        select
            version_id,
            day,
        from core.article_versions
        where loaded_at >= $loaded_at::timestamptz
    ),

    older as (
        select
            version_id,
            day,
        from core.article_versions
        where version_id in (select current_version_id from incoming where current_version_id not in (select version_id from fresh))
    ),

    days as (
        from fresh
        union
        from older
    )

    select
        incoming.*,
        coalesce(days.day, article_day(null::date, null::timestamptz, incoming.seen_at)) as day,
        $loaded_at::timestamptz as loaded_at,
    from incoming
    left join days on days.version_id = incoming.current_version_id
    qualify row_number() over (partition by article_id order by seen_at desc) = 1
) as found
using (article_id)
when matched and (
    found.source_id,
    found.story_id,
    found.current_version_id
) is distinct from (
    held.source_id,
    held.story_id,
    held.current_version_id
) then update set
    source_id = found.source_id,
    story_id = found.story_id,
    current_version_id = found.current_version_id,
    day = found.day,
    loaded_at = found.loaded_at
when not matched then insert by name
returning merge_action
