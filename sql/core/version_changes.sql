-- Take what the versions of a batch changed; it stays as it was found.
merge into core.version_changes as held
using (
    select *, $loaded_at::timestamptz as loaded_at
    from incoming
    qualify row_number() over (partition by version_id order by previous_version_id) = 1
) as found
using (version_id)
when not matched then insert by name
returning merge_action
