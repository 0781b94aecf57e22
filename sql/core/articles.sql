-- Take the articles of a batch; what was seen first stays, story and current version move on.
merge into core.articles as held
using (
    select
        incoming.*,
        coalesce(days.day, article_day(null::date, null::timestamptz, incoming.seen_at)) as day,
        $loaded_at::timestamptz as loaded_at,
    from incoming
    left join version_days((select list(current_version_id) from incoming), $loaded_at::timestamptz) as days
        on days.version_id = incoming.current_version_id
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
