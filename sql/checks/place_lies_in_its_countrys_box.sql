-- A town, site or division lies in the box of its country, give or take half a degree.
-- severity: warning
-- scope: batch
select
    places.place_id,
    places.name,
    places.country_code,
    places.decimal_latitude,
    places.decimal_longitude,
    countries.bbox,
from core.places as places
inner join ref.countries as countries using (country_code)
where places.loaded_at >= $since
    and places.feature_class in ('A', 'P', 'S')
    and not (
        places.decimal_latitude between countries.bbox[2] - 0.5 and countries.bbox[4] + 0.5
        and (
            -- Degrees east of the western edge, so that a box may cross the date line.
            (places.decimal_longitude - countries.bbox[1] + 720.5) % 360
                <= (countries.bbox[3] - countries.bbox[1] + 720) % 360 + 1
            or countries.bbox[3] - countries.bbox[1] >= 359
        )
    )
