-- Articles $from to $to with everything that hangs on them, out of their numbers alone: the same each time.
-- A body is 10 to 45 sentences of 119 characters; the first ten open with the name of a place.
-- Every tenth article is a copy of one before it, in another source, and every twentieth was changed once. Two in five
-- have a dateline. An article is about a country, half of them about that of its source: six in ten of its places
-- lie there, two in a second country, and the rest anywhere.
create or replace temp macro chance(of_what) as
    (hash(of_what) % 1000003) / 1000003.0;

create or replace temp macro any_country(of_what) as
    floor(pow(200, chance(of_what)))::integer;

-- Few places of a country are named often.
create or replace temp macro place_in(country, of_what) as
    floor(20000 * (ln(country) + (ln(country + 1) - ln(country)) * pow(chance(of_what), 3)) / ln(200))::integer;

create or replace temp macro place_of(told, home, n) as
    place_in(
        case
            when hash(told * 64 + n + 3) % 10 < 6 then home
            when hash(told * 64 + n + 3) % 10 < 8 then any_country(told + 0.5)
            else any_country(told * 64 + n + 0.5)
        end,
        told * 64 + n
    );

create or replace temp table made as
select
    i,
    -- What is copied came up to a quarter of a day before, and is no copy.
    greatest(0, i - 1 - hash(i + 21) % ($total // 1600 + 1))::bigint as before,
    if(i % 10 = 9, if(before % 10 = 9, before - 1, before), i) as told,
    if(hash(told + 5) % 2 = 0, any_country('source ' || (hash(told) % 50)), any_country('article ' || told)) as home,
    hash(told + 9) % 5 < 2 as has_dateline,
    md5('article ' || i) as article_id,
    md5('version ' || i) as version_id,
    md5('link ' || i) as link_id,
    md5('fetch ' || i) as fetch_id,
    md5('cleaning ' || i) as cleaning_id,
    md5('digest ' || i) as payload_digest,
    'source-' || (hash(i) % 50) as source_id,
    'https://source-' || (hash(i) % 50) || '.example/' || i as url,
    md5('article ' || told) as story_id,
    10 + (hash(told + 1) % 36)::int as sentences,
    -- A year of days, in the order in which they came.
    timestamptz '2025-11-18 00:00:00+00' + to_seconds((i * 31536000.0 / $total)::bigint) as came_at,
from range($from, $to) as numbers(i);

create or replace temp table made_mentions as
select
    i,
    version_id,
    n,
    place_of(told, home, n) as place,
    -- One in thirteen is on no place.
    if(hash(told * 64 + n + 11) % 13 = 0, null, 'geonames:' || place) as place_id,
    case
        when n = 0 and has_dateline then 'location_created'
        when n = 0 or (n = 1 and has_dateline) then 'content_location'
        else 'mentioned'
    end as role,
    (hash(i * 64 + n + 7) % 1000) / 1000.0 as confidence,
    came_at as loaded_at,
    came_at::date as day,
from made, range(10) as places(n)
where n < sentences;

create or replace temp table bodies as select i, list_transform(range(made.sentences), n -> rpad('Place ' ||
    place_of(made.told, made.home, n) || ' was named by the council of the port, which met again on the day before and settled nothing of what', 118,
    md5((made.told * 64 + n)::varchar)) || '.').array_to_string(' ') as body,
    if(has_dateline, 'Place ' || place_of(told, home, 0), null) as dateline from made;
insert into raw.links by name
select link_id, source_id, url, 'article' as link_type, 'https://' || source_id || '.example/rss' as found_in,
    'rss' as found_kind, came_at as seen_at, came_at as loaded_at from made;
insert into raw.fetches by name
select fetch_id, link_id, 'fill' as run_id, source_id, url, url as final_url, 'fetched' as outcome, 200 as http_status,
    payload_digest, source_id || '/' || (i // 10000) || '.warc.gz' as warc_file, i * 20000 as warc_offset,
    'urn:uuid:' || fetch_id as warc_record_id, came_at as fetched_at, came_at as loaded_at from made;
insert into raw.cleanings by name
select cleaning_id, payload_digest, '1' as cleaner_version, 'article' as outcome, 'container' as rule,
    []::varchar[] as named_hosts, 'News ' || told as headline, body as article_body, []::varchar[] as author, dateline,
    came_at as date_published, came_at::date as date_published_local, 'en' as in_language, sentences * 20 as word_count,
    []::varchar[] as keywords, came_at as cleaned_at, came_at as loaded_at from made inner join bodies using (i);
insert into core.article_versions by name
select version_id, article_id, if(i % 20 = 7, 2, 1) as version_number, fetch_id, cleaning_id, md5('t' || made.i) as text_digest,
    md5('b' || told) as body_digest, 'News ' || told as headline, body as article_body, []::varchar[] as author, dateline,
    came_at as date_published, came_at::date as date_published_local, 'en' as in_language, sentences * 20 as word_count,
    []::varchar[] as keywords, 'done' as geocode_status, '1' as geocoder_version, came_at as seen_at, came_at as fetched_at,
    came_at as cleaned_at, came_at as geocoded_at, came_at as loaded_at, came_at::date as day from made inner join bodies using (i);
insert into core.article_versions by name
select * replace (md5('first ' || version_id) as version_id, 1 as version_number, md5('f' || text_digest) as text_digest,
    md5('f' || body_digest) as body_digest)
from core.article_versions where version_id in (select version_id from made where i % 20 = 7);
insert into core.version_changes by name
select version_id, md5('first ' || version_id) as previous_version_id, 'update' as change_type, false as has_notice,
    false as has_new_headline, ['A sentence more.'] as added, []::varchar[] as removed, came_at as loaded_at
from made where i % 20 = 7;
insert into core.articles by name
select article_id, source_id, story_id, version_id as current_version_id, url, url as canonical_url,
    came_at as seen_at, came_at as loaded_at, came_at::date as day from made;
insert into core.stories by name
select story_id, md5('b' || told) as body_digest, came_at as seen_at, came_at as loaded_at from made where story_id = article_id;
insert into core.origins by name
select article_id, if(i = told, 'original', 'copy') as relation, if(i = told, null, story_id) as of_article_id,
    if(hash(told + 13) % 4 = 0, 'Agency ' || hash(told + 14) % 9, null) as agency, if(i = told, null, 1.0) as similarity,
    if(i = told, null, 1.0) as containment, if(i = told, null, 0) as shared_quotes, if(i = told, null, 'digest') as found_by,
    came_at as loaded_at from made;
-- As many keys as a text of two quotes has; those of a first version are mostly those of the second.
insert into core.signatures by name
select version_id, '$signature' as signature_version,
    list_sort(list_transform(range(30), k -> (hash(made.told * 64 + k + 0.25) >> 1)::bigint)) as keys, came_at as loaded_at
from made
union all by name
select md5('first ' || version_id) as version_id, '$signature' as signature_version,
    list_sort(list_transform(range(6, 36), k -> (hash(made.told * 64 + k + 0.25) >> 1)::bigint)) as keys, came_at as loaded_at
from made where i % 20 = 7;
insert into core.mentions by name
select md5(version_id || n) as mention_id, version_id, if(role = 'location_created', 'dateline', 'article_body') as text_field,
    n * 120 as start_char, n * 120 + len('Place ' || place) as end_char, 'Place ' || place as exact, 'name' as mention_kind,
    role, place_id, if(place_id is null, 'unknown', 'town') as precision, if(place_id is null, null, 5000.0) as coordinate_uncertainty_m,
    confidence, 'rule ' || hash(place) % 12 as georeference_protocol, if(place_id is null, 'reason ' || place % 4, null) as reason,
    '1' as geocoder_version, loaded_at, day from made_mentions;
insert into raw.geocodings by name
select cleaning_id, '1' as geocoder_version, 'done' as geocode_status,
    to_json(list({exact: 'Place ' || place, start_char: n * 120, place_id: place_id,
    confidence: confidence} order by n))::varchar as mentions, any_value(came_at) as geocoded_at, any_value(came_at) as loaded_at
from made_mentions inner join made using (i, version_id) group by cleaning_id;
insert into core.article_places by name
select version_id, place_id, role, count(*) as mention_count, 0.1 as weight, max(confidence) as confidence,
    role = 'content_location' as is_focus, any_value(loaded_at) as loaded_at, any_value(day) as day,
    'town' as precision, 5000.0 as coordinate_uncertainty_m, 'rule ' || hash(any_value(place)) % 12 as georeference_protocol,
    arg_max(md5(version_id || n), (confidence, md5(version_id || n))) as surest_mention_id
from made_mentions where place_id is not null group by version_id, place_id, role;
