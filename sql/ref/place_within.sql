-- Take what the places of a batch lie in.
merge into ref.place_within as held
using (
    select *
    from incoming
    qualify row_number() over (partition by place_id, container_id order by share desc) = 1
) as found
using (place_id, container_id)
when matched and found.share is distinct from held.share then update set share = found.share
when not matched then insert by name
returning merge_action
