-- Articles $from to $to with everything that hangs on them, out of their numbers alone: the same each time.
-- A body is 10 to 45 sentences of 119 characters; about ten of them open with the name of a place.
-- Every tenth article is a copy of the one before it, and every twentieth was changed once.
create or replace temp table made as
select
    i,
    md5('article ' || i) as article_id,
    md5('version ' || i) as version_id,
    md5('link ' || i) as link_id,
    md5('fetch ' || i) as fetch_id,
    md5('cleaning ' || i) as cleaning_id,
    md5('digest ' || i) as payload_digest,
    'source-' || (hash(i) % 50) as source_id,
    'https://source-' || (hash(i) % 50) || '.example/' || i as url,
    md5('article ' || if(i % 10 = 9, i - 1, i)) as story_id,
    10 + (hash(i + 1) % 36)::int as sentences,
    -- A year of days, in the order in which they came.
    timestamptz '2025-11-18 00:00:00+00' + to_seconds((i * 31536000.0 / $total)::bigint) as came_at,
from range($from, $to) as numbers(i);

create or replace temp table made_mentions as
select
    i,
    version_id,
    n,
    -- Few places are named often.
    (20000 * pow((hash(i * 64 + n) % 1000003) / 1000003.0, 3))::int as place,
    (hash(i * 64 + n + 7) % 1000) / 1000.0 as chance,
from made, range(10) as places(n)
where n < sentences;

insert into raw.links by name
select link_id, source_id, url, 'article' as link_type, 'https://' || source_id || '.example/rss' as found_in,
    'rss' as found_kind, came_at as seen_at, came_at as loaded_at from made;
insert into raw.fetches by name
select fetch_id, link_id, 'fill' as run_id, source_id, url, url as final_url, 'fetched' as outcome, 200 as http_status,
    payload_digest, source_id || '/' || (i // 10000) || '.warc.gz' as warc_file, i * 20000 as warc_offset,
    'urn:uuid:' || fetch_id as warc_record_id, came_at as fetched_at, came_at as loaded_at from made;
create or replace temp table bodies as select i, list_transform(range(made.sentences), n -> rpad('Place ' ||
    (20000 * pow((hash(made.i * 64 + n) % 1000003) / 1000003.0, 3))::int || ' was named by the council of the port, which met again on the day before and settled nothing of what', 118,
    md5((made.i * 64 + n)::varchar)) || '.').array_to_string(' ') as body from made;
insert into raw.cleanings by name
select cleaning_id, payload_digest, '1' as cleaner_version, 'article' as outcome, 'container' as rule,
    []::varchar[] as named_hosts, 'News ' || made.i as headline, body as article_body, []::varchar[] as author,
    came_at as date_published, came_at::date as date_published_local, 'en' as in_language, sentences * 20 as word_count,
    []::varchar[] as keywords, came_at as cleaned_at, came_at as loaded_at from made inner join bodies using (i);
insert into core.article_versions by name
select version_id, article_id, if(i % 20 = 7, 2, 1) as version_number, fetch_id, cleaning_id, md5('t' || made.i) as text_digest,
    md5('b' || story_id) as body_digest, 'News ' || made.i as headline, body as article_body, []::varchar[] as author,
    came_at as date_published, came_at::date as date_published_local, 'en' as in_language, sentences * 20 as word_count,
    []::varchar[] as keywords, 'done' as geocode_status, '1' as geocoder_version, came_at as seen_at, came_at as fetched_at,
    came_at as cleaned_at, came_at as geocoded_at, came_at as loaded_at, came_at::date as day from made inner join bodies using (i);
insert into core.article_versions by name
select * replace (md5('first ' || version_id) as version_id, 1 as version_number, md5('f' || text_digest) as text_digest)
from core.article_versions where version_id in (select version_id from made where i % 20 = 7);
insert into core.articles by name
select article_id, source_id, story_id, version_id as current_version_id, url, url as canonical_url,
    came_at as seen_at, came_at as loaded_at, came_at::date as day from made;
insert into core.stories by name
select story_id, md5('b' || story_id) as body_digest, came_at as seen_at, came_at as loaded_at from made where story_id = article_id;
insert into core.mentions by name
select md5(version_id || n) as mention_id, version_id, 'article_body' as text_field, n * 120 as start_char,
    n * 120 + len('Place ' || place) as end_char, 'Place ' || place as exact, 'name' as mention_kind,
    if(n = 0, 'content_location', 'mentioned') as role, 'geonames:' || place as place_id, 'town' as precision,
    5000.0 as coordinate_uncertainty_m, chance as confidence, 'bench' as georeference_protocol,
    '1' as geocoder_version, came_at as loaded_at, came_at::date as day from made_mentions inner join made using (i, version_id);
insert into raw.geocodings by name
select cleaning_id, '1' as geocoder_version, 'done' as geocode_status,
    to_json(list({exact: 'Place ' || place, start_char: n * 120, place_id: 'geonames:' || place,
    confidence: chance} order by n))::varchar as mentions, any_value(came_at) as geocoded_at, any_value(came_at) as loaded_at
from made_mentions inner join made using (i, version_id) group by cleaning_id;
insert into core.article_places by name
select version_id, 'geonames:' || place as place_id, if(n = 0, 'content_location', 'mentioned') as role,
    count(*) as mention_count, 0.1 as weight, max(chance) as confidence, n = 0 as is_focus, any_value(came_at) as loaded_at, any_value(came_at)::date as day,
    'town' as precision, 5000.0 as coordinate_uncertainty_m, 'bench' as georeference_protocol,
    arg_max(md5(version_id || n), (chance, md5(version_id || n))) as surest_mention_id
from made_mentions inner join made using (i, version_id) group by version_id, place, n = 0, role;
