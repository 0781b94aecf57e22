-- A place lies on Earth, and its box has south below north.
-- severity: error
-- scope: batch
select
    place_id,
    name,
    decimal_latitude,
    decimal_longitude,
    bbox,
from core.places
where loaded_at >= $since
    and not coalesce(
        decimal_latitude between -90 and 90
        and decimal_longitude between -180 and 180
        and (
            bbox is null
            or (
                len(bbox) = 4
                and bbox[1] between -180 and 180
                and bbox[3] between -180 and 180
                and -90 <= bbox[2]
                and bbox[2] <= bbox[4]
                and bbox[4] <= 90
            )
        ),
        false
    )
