-- Take the geocodings of a batch; the same reading and geocoder give the same mentions.
merge into raw.geocodings as held
using (
    select *, $loaded_at::timestamptz as loaded_at
    from incoming
    qualify row_number() over (partition by cleaning_id, geocoder_version order by geocoded_at) = 1
) as found
using (cleaning_id, geocoder_version)
when not matched then insert by name
returning merge_action
