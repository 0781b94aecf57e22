-- Take the answers of a remote geocoder; a name that was asked again has its newest answer.
merge into ref.geocode_cache as held
using (
    select *
    from incoming
    qualify row_number() over (partition by service, query order by asked_at desc) = 1
) as found
using (service, query)
when matched and found.asked_at > held.asked_at then update by name
when not matched then insert by name
returning merge_action
