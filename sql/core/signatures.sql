-- Take the signatures of a batch; one of another making is replaced.
merge into core.signatures as held
using (
    select *, $loaded_at::timestamptz as loaded_at
    from incoming
    qualify row_number() over (partition by version_id order by signature_version desc) = 1
) as found
using (version_id)
when matched and found.signature_version <> held.signature_version then update set
    signature_version = found.signature_version,
    keys = found.keys,
    loaded_at = found.loaded_at
when not matched then insert by name
returning merge_action
