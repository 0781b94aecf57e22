-- Take the places of a batch; a place that the gazetteer describes anew is written anew.
merge into core.places as held
using (
    select *, $loaded_at::timestamptz as loaded_at
    from incoming
    qualify row_number() over (partition by place_id order by gazetteer_version desc) = 1
) as found
using (place_id)
when matched and (
    found.name,
    found.feature_class,
    found.feature_code,
    found.country_code,
    found.admin1_code,
    found.admin2_code,
    found.population,
    found.decimal_latitude,
    found.decimal_longitude,
    found.bbox,
    found.footprint,
    found.coordinate_uncertainty_m,
    found.members,
    found.claimants,
    found.wikidata_id,
    found.gazetteer_version
) is distinct from (
    held.name,
    held.feature_class,
    held.feature_code,
    held.country_code,
    held.admin1_code,
    held.admin2_code,
    held.population,
    held.decimal_latitude,
    held.decimal_longitude,
    held.bbox,
    held.footprint,
    held.coordinate_uncertainty_m,
    held.members,
    held.claimants,
    held.wikidata_id,
    held.gazetteer_version
) then update by name
when not matched then insert by name
returning merge_action
