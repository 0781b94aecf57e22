-- Take tombstones; what was forgotten before stays so.
merge into ops.forgotten as held
using (
    select *
    from incoming
    qualify row_number() over (partition by forgotten_id, subject_type order by forgotten_at) = 1
) as found
using (forgotten_id, subject_type)
when matched then update set forget_id = found.forget_id, forgotten_at = found.forgotten_at
when not matched then insert by name
returning merge_action
