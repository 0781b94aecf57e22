-- Where articles were written: one row an article and place; an article whose dateline names no known place has one.
create or replace view marts.datelines as
with
written as (
    select
        version_id,
        day,
        place_id,
        arg_max(mention_id, confidence) as mention_id,
        arg_max(exact, confidence) as exact,
        arg_max(precision, confidence) as precision,
        max(confidence) as confidence,
    from core.mentions
    where role = 'location_created' and place_id is not null
    group by version_id, day, place_id
)

select
    articles.day,
    articles.source_id,
    sources.country_code as source_country_code,
    versions.dateline,
    written.exact,
    written.place_id,
    places.name as place_name,
    places.country_code,
    places.country_code <> sources.country_code as is_abroad,
    written.precision,
    places.decimal_latitude,
    places.decimal_longitude,
    written.confidence,
    versions.headline,
    articles.url,
    articles.article_id,
    articles.story_id,
    written.mention_id,
from core.articles as articles
inner join core.article_versions as versions
    on versions.version_id = articles.current_version_id and versions.day = articles.day
left join written on written.version_id = articles.current_version_id and written.day = articles.day
left join core.places as places on places.place_id = written.place_id
left join core.sources as sources on sources.source_id = articles.source_id
where versions.dateline is not null or written.place_id is not null;

comment on view marts.datelines is 'Where articles were written, as their datelines say: one row an article and place.';
comment on column marts.datelines.day is 'Day of publication.';
comment on column marts.datelines.source_country_code is 'Country of the publisher (ISO 3166-1 alpha-2).';
comment on column marts.datelines.exact is 'The words that name the place.';
comment on column marts.datelines.place_id is 'Place that it was written in; empty where the dateline names none that is known.';
comment on column marts.datelines.place_name is 'Name of the place, as the gazetteer writes it.';
comment on column marts.datelines.is_abroad is 'Whether the place lies in another country than the publisher; empty where one of the two is unknown.';
comment on column marts.datelines.confidence is 'Confidence of the surest mention.';
comment on column marts.datelines.url is 'Address of the article.';
