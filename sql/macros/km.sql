-- Kilometres between two points on a sphere of the mean radius of the Earth (haversine; within 0.6 % of the ellipsoid).
create or replace macro km(lat1, lon1, lat2, lon2) as
    2 * 6371.009 * asin(sqrt(least(
        1.0,
        sin(radians(lat2 - lat1) / 2) ** 2
        + cos(radians(lat1)) * cos(radians(lat2)) * sin(radians(lon2 - lon1) / 2) ** 2
    )));

comment on macro km is 'Kilometres between two points, each given as latitude and longitude in degrees.';
