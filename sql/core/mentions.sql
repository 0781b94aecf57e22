-- Take the mentions of a batch, each with the day of its version; those that are held stay as they were accepted.
merge into core.mentions as held
using (
    select
        incoming.*,
        coalesce(days.day, article_day(null::date, null::timestamptz, $loaded_at::timestamptz)) as day,
        $loaded_at::timestamptz as loaded_at,
    from incoming
    left join version_days((select list(version_id) from incoming), $loaded_at::timestamptz) as days
        using (version_id)
    qualify row_number() over (partition by mention_id order by confidence desc) = 1
) as found
using (mention_id)
when not matched then insert by name
returning merge_action
