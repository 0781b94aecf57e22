-- A water, region, country or province has an outline or says its uncertainty: its middle is no pin.
-- severity: warning
-- scope: batch
select distinct
    places.place_id,
    places.name,
    mentions.precision,
from core.mentions as mentions
inner join core.places as places using (place_id)
where mentions.loaded_at >= $since
    and mentions.precision in ('province', 'country', 'water', 'region')
    and places.footprint is null
    and places.bbox is null
    and coalesce(mentions.coordinate_uncertainty_m, places.coordinate_uncertainty_m) is null
