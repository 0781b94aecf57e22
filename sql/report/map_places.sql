-- The places that some mention was taken for, with their outlines.
select
    place_id,
    name,
    country_code,
    feature_code,
    decimal_latitude,
    decimal_longitude,
    coordinate_uncertainty_m,
    bbox,
    footprint,
from core.places
where place_id in (select mentions.place_id from core.mentions as mentions)
order by place_id
