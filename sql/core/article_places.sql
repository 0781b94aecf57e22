-- Take how the versions of a batch relate to places; what is held stays as it was accepted.
merge into core.article_places as held
using (
    select *, $loaded_at::timestamptz as loaded_at
    from incoming
    qualify row_number() over (partition by version_id, place_id, role order by weight desc) = 1
) as found
using (version_id, place_id, role)
when not matched then insert by name
returning merge_action
