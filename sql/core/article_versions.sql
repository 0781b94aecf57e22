-- Take the versions of a batch; of one that is held, only pending geocoding can still be filled in.
merge into core.article_versions as held
using (
    select *, $loaded_at::timestamptz as loaded_at
    from incoming
    qualify row_number() over (partition by version_id order by geocode_status = 'pending', fetched_at) = 1
) as found
using (version_id)
when matched and held.geocode_status = 'pending' and found.geocode_status <> 'pending' then update set
    geocode_status = found.geocode_status,
    geocoder_version = found.geocoder_version,
    geocoded_at = found.geocoded_at,
    source_home = found.source_home,
    loaded_at = found.loaded_at
when not matched then insert by name
returning merge_action
