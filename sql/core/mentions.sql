-- Take the mentions of a batch, each with the day of its version; those that are held stay as they were accepted.
merge into core.mentions as held
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
        where version_id in (select version_id from incoming where version_id not in (select version_id from fresh))
    ),

    days as (
        from fresh
        union
        from older
    )

    select
        incoming.*,
        coalesce(days.day, article_day(null::date, null::timestamptz, $loaded_at::timestamptz)) as day,
        $loaded_at::timestamptz as loaded_at,
    from incoming
    left join days using (version_id)
    qualify row_number() over (partition by mention_id order by confidence desc) = 1
) as found
using (mention_id)
when not matched then insert by name
returning merge_action
