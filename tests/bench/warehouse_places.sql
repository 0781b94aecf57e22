-- Places to be named, the sources that name them, and where each place lies.
insert into core.places by name
select 'geonames:' || i as place_id, 'Place ' || i as name, 'P' as feature_class, 'PPL' as feature_code,
    chr((65 + i % 26)::int) || chr((65 + (i // 26) % 10)::int) as country_code,
    (hash(i) % 170000) / 1000.0 - 85 as decimal_latitude, (hash(i + 1) % 360000) / 1000.0 - 180 as decimal_longitude,
    5000.0 as coordinate_uncertainty_m, []::varchar[] as members, '1' as gazetteer_version, now() as loaded_at
from range(20000) as numbers(i);
insert into ref.place_within by name
select 'geonames:' || i as place_id, 'geonames:' || (i % 260) as container_id, 1.0 as share
from range(260, 20000) as numbers(i);
insert into core.sources by name
select 'source-' || i as source_id, 'Source ' || i as name, ['source-' || i || '.example'] as hosts, now() as loaded_at
from range(50) as numbers(i);
