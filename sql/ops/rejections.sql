-- Take rejections; of the same content for the same reason, the first is kept.
merge into ops.rejections as held
using (
    select *
    from incoming
    qualify row_number() over (partition by rejection_id order by rejected_at) = 1
) as found
using (rejection_id)
when not matched then insert by name
returning merge_action
