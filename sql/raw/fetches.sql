-- Take the fetches of a batch; what became of a link in a run does not change.
merge into raw.fetches as held
using (
    select *, $loaded_at::timestamptz as loaded_at
    from incoming
    qualify row_number() over (partition by fetch_id order by fetched_at) = 1
) as found
using (fetch_id)
when not matched then insert by name
returning merge_action
