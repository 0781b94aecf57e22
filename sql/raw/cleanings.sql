-- Take the cleanings of a batch; the same bytes and cleaner give the same reading.
merge into raw.cleanings as held
using (
    select *, $loaded_at::timestamptz as loaded_at
    from incoming
    qualify row_number() over (partition by cleaning_id order by cleaned_at) = 1
) as found
using (cleaning_id)
when not matched then insert by name
returning merge_action
