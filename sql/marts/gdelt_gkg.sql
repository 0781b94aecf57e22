-- Articles with their places in the shape of GDELT's Global Knowledge Graph 2.1, for those who come from there.
-- The form is that of GDELT's codebook: blocks divided by ;, in each the fields divided by #:
--   V1LOCATIONS           type#fullname#country#adm1#lat#long#featureid               one block a place
--   V2ENHANCEDLOCATIONS   type#fullname#country#adm1#adm2#lat#long#featureid#offset   one block a mention
-- Types: 1 country, 2 US state, 3 US town, 4 town elsewhere, 5 first division elsewhere.
-- As in GDELT, country is FIPS 10-4 and not ISO 3166 (AJ is Azerbaijan, AZ its ISO code), adm1 begins with it, and
-- the feature id of a country or state is its code. Otherwise than in GDELT: the feature id of a town is
-- GeoNames' (no GNS or GNIS), adm1 and adm2 are GeoNames' codes (adm1 mostly FIPS, adm2 no GAUL), the offset counts
-- code points of article_body (mentions in other fields are in V1LOCATIONS only), and what a pin would misplace is
-- left out: waters, regions, mentions without a place, and places inside other names.
create or replace view marts.gdelt_gkg as
with
placed as (
    select
        mentions.version_id,
        mentions.day,
        mentions.text_field,
        mentions.start_char,
        mentions.place_id,
        case
            when places.feature_code like 'PCL%' then 1
            when places.feature_code = 'ADM1' then if(places.country_code = 'US', 2, 5)
            when places.country_code = 'US' then 3
            else 4
        end as location_type,
        gdelt_text(places.name)
        || if(starts_with(places.feature_code, 'PCL'), '', ', ' || gdelt_text(countries.name)) as full_name,
        countries.fips_code,
        countries.fips_code
        || if(starts_with(places.feature_code, 'PCL'), '', coalesce(places.admin1_code, '')) as adm1,
        coalesce(places.admin2_code, '') as adm2,
        round(places.decimal_latitude, 5) as latitude,
        round(places.decimal_longitude, 5) as longitude,
        split_part(places.place_id, ':', 2) as number,
    from core.mentions as mentions
    inner join core.places as places using (place_id)
    inner join ref.countries as countries on countries.country_code = places.country_code
    where countries.fips_code is not null
        and mentions.mention_kind <> 'embedded'
        and mentions.precision in ('site', 'town', 'district', 'province', 'country')
        and places.feature_class in ('A', 'P', 'S')
),

blocks as (
    select
        *,
        case location_type when 1 then fips_code when 2 then adm1 when 5 then adm1 else number end as feature_id,
    from placed
),

listed as (
    select
        version_id,
        day,
        array_to_string(list_sort(list_distinct(list(concat_ws(
            '#', location_type, full_name, fips_code, adm1, latitude, longitude, feature_id
        )))), ';') as v1,
        string_agg(concat_ws(
            '#', location_type, full_name, fips_code, adm1, adm2, latitude, longitude, feature_id, start_char
        ), ';' order by start_char) filter (text_field = 'article_body') as v2,
    from blocks
    group by version_id, day
)

select
    strftime(make_timestamp(epoch_us(articles.seen_at)), '%Y%m%d%H%M%S') || '-' || articles.article_id as GKGRECORDID,
    strftime(make_timestamp(epoch_us(articles.seen_at)), '%Y%m%d%H%M%S')::bigint as DATE,
    1 as SourceCollectionIdentifier,
    coalesce(
        regexp_replace(sources.hosts[1], '^www\.', ''),
        regexp_extract(articles.canonical_url, '^https?://(?:www\.)?([^/:?#]+)', 1)
    ) as SourceCommonName,
    articles.canonical_url as DocumentIdentifier,
    coalesce(listed.v1, '') as V1LOCATIONS,
    coalesce(listed.v2, '') as V2ENHANCEDLOCATIONS,
    articles.day,
    articles.article_id,
from core.articles as articles
inner join core.article_versions as versions
    on versions.version_id = articles.current_version_id and versions.day = articles.day
left join core.sources as sources on sources.source_id = articles.source_id
left join listed on listed.version_id = articles.current_version_id and listed.day = articles.day;

comment on view marts.gdelt_gkg is 'Articles with their places in the shape of GDELT''s GKG 2.1: codes are FIPS 10-4, not ISO; waters and regions have no type there and are left out.';
comment on column marts.gdelt_gkg.GKGRECORDID is 'Time at which it was seen first, in UTC, a dash, and our article_id where GDELT has a serial number.';
comment on column marts.gdelt_gkg.DATE is 'When it was seen first, in UTC, as YYYYMMDDHHMMSS; GDELT rounds to 15 minutes.';
comment on column marts.gdelt_gkg.SourceCollectionIdentifier is 'GDELT''s kind of source: 1, the web.';
comment on column marts.gdelt_gkg.SourceCommonName is 'Host of the publisher without www.';
comment on column marts.gdelt_gkg.DocumentIdentifier is 'Address of the article.';
comment on column marts.gdelt_gkg.V1LOCATIONS is 'Places, divided by ;, each type#fullname#country#adm1#lat#long#featureid, country and adm1 by FIPS 10-4.';
comment on column marts.gdelt_gkg.V2ENHANCEDLOCATIONS is 'Mentions in article_body, divided by ;, each type#fullname#country#adm1#adm2#lat#long#featureid#offset; the feature id of a town is GeoNames'', the offset in code points.';
comment on column marts.gdelt_gkg.day is 'Day of publication.';
