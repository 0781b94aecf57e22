-- Places whose whereabouts are known to lie within some kilometres of a point, the nearest first.
-- A place that is known only to a wider circle than was asked for (a sea, a region, a country) is not near
-- anything: its reference point is no pin. A box is tried first, for speed.
create or replace macro near(lat, lon, distance_km) as table
    select
        place_id,
        name,
        feature_class,
        feature_code,
        country_code,
        decimal_latitude,
        decimal_longitude,
        coordinate_uncertainty_m,
        km(lat, lon, decimal_latitude, decimal_longitude) as away_km,
    from core.places
    where abs(decimal_latitude - lat) <= distance_km / 110.5
        and (
            distance_km / 110.5 + abs(lat) >= 89
            or abs((decimal_longitude - lon + 540) % 360 - 180)
                <= degrees(asin(least(1.0, sin(distance_km / 6371.009) / cos(radians(lat)))))
        )
        and coalesce(coordinate_uncertainty_m, if(footprint is null, 0, 1e9)) <= distance_km * 1000
        and km(lat, lon, decimal_latitude, decimal_longitude) <= distance_km
    order by away_km;

comment on macro table near is 'Places within some kilometres of a point, given as latitude, longitude and kilometres.';
