-- Take the stories of a batch; a story keeps the article that had it first.
merge into core.stories as held
using (
    select *, $loaded_at::timestamptz as loaded_at
    from incoming
    qualify row_number() over (partition by story_id order by seen_at) = 1
) as found
using (story_id)
when not matched then insert by name
returning merge_action
