-- Take other readings of archived bytes; the same bytes and programs give the same.
merge into raw.reprocessings as held
using (
    select *, $loaded_at::timestamptz as loaded_at
    from incoming
    qualify row_number() over (partition by reprocessing_id order by reprocessed_at) = 1
) as found
using (reprocessing_id)
when not matched then insert by name
returning merge_action
