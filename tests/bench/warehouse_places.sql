-- Places to be named, the sources that name them, and where each place lies.
-- Countries are 199, the n-th about half as often as the one of half its number (Zipf): so many places has each,
-- and so often is each named. Their places stand one after the other, the first of each being the country itself.
create or replace temp table made_countries as
select
    row_number() over (order by hash(country_code)) as country,
    country_code,
from ref.countries
qualify country < 200;

create or replace temp macro first_place(country) as
    (20000 * ln(country) / ln(200))::integer;

insert into core.places by name
with
numbered as (
    select
        i,
        floor(pow(200, (i + 0.5) / 20000))::integer as about,
        if(first_place(about + 1) <= i, about + 1, if(first_place(about) > i, about - 1, about)) as country,
    from range(20000) as numbers(i)
)

select 'geonames:' || i as place_id, 'Place ' || i as name,
    if(i = first_place(country), 'A', 'P') as feature_class, if(i = first_place(country), 'PCLI', 'PPL') as feature_code,
    country_code, (i % 40)::varchar as admin1_code,
    (hash(i) % 170000) / 1000.0 - 85 as decimal_latitude, (hash(i + 1) % 360000) / 1000.0 - 180 as decimal_longitude,
    5000.0 as coordinate_uncertainty_m, []::varchar[] as members, '1' as gazetteer_version, now() as loaded_at
from numbered inner join made_countries using (country);
insert into ref.place_within by name
select 'geonames:' || first_place(country) as container_id, places.place_id, 1.0 as share
from core.places as places inner join made_countries using (country_code)
where places.place_id <> 'geonames:' || first_place(country) and starts_with(places.name, 'Place ');
insert into core.sources by name
select 'source-' || i as source_id, 'Source ' || i as name, ['source-' || i || '.example'] as hosts, now() as loaded_at
from range(50) as numbers(i);
-- Each has a feed, which is asked four times a day.
insert into raw.links by name
select md5('feed ' || i) as link_id, 'source-' || i as source_id, 'https://source-' || i || '.example/rss' as url,
    'feed' as link_type, 'https://source-' || i || '.example/rss' as found_in, 'source' as found_kind,
    timestamptz '2025-11-18 00:00:00+00' as seen_at, seen_at as loaded_at
from range(50) as numbers(i);
insert into raw.fetches by name
select md5('feed ' || i || ' ' || n) as fetch_id, md5('feed ' || i) as link_id, 'fill' as run_id, 'source-' || i as source_id,
    'https://source-' || i || '.example/rss' as url, 'not_modified' as outcome, 304 as http_status,
    timestamptz '2025-11-18 00:00:00+00' + to_hours((n * 6)::integer) as fetched_at, fetched_at as loaded_at
from range(1460) as askings(n), range(50) as numbers(i);
