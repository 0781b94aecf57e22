-- Take the mentions of a batch; those that are held stay as they were accepted.
merge into core.mentions as held
using (
    select *, $loaded_at::timestamptz as loaded_at
    from incoming
    qualify row_number() over (partition by mention_id order by confidence desc) = 1
) as found
using (mention_id)
when not matched then insert by name
returning merge_action
