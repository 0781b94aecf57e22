-- Places of articles as they stand now: one row an article, place and role.
create or replace view marts.article_places as
with
finest as (
    select
        version_id,
        place_id,
        role,
        arg_max(precision, confidence) as precision,
        arg_max(coordinate_uncertainty_m, confidence) as coordinate_uncertainty_m,
        arg_max(georeference_protocol, confidence) as georeference_protocol,
        arg_max(mention_id, confidence) as surest_mention_id,
    from core.mentions
    where place_id is not null
    group by version_id, place_id, role
)

select
    articles.article_id,
    articles.source_id,
    articles.story_id,
    article_day(versions.date_published_local, versions.date_published, articles.seen_at) as day,
    versions.headline,
    articles.url,
    article_places.place_id,
    places.name as place_name,
    places.feature_class,
    places.feature_code,
    places.country_code,
    article_places.role,
    finest.precision,
    coalesce(finest.coordinate_uncertainty_m, places.coordinate_uncertainty_m) as coordinate_uncertainty_m,
    places.decimal_latitude,
    places.decimal_longitude,
    article_places.mention_count,
    article_places.weight,
    article_places.confidence,
    article_places.is_focus,
    finest.georeference_protocol,
    finest.surest_mention_id,
    article_places.version_id,
    article_places.loaded_at,
from core.article_places as article_places
inner join core.articles as articles on articles.current_version_id = article_places.version_id
inner join core.article_versions as versions using (version_id)
inner join core.places as places using (place_id)
left join finest using (version_id, place_id, role);

comment on view marts.article_places is 'Places of articles as they stand now: one row an article, place and role.';
comment on column marts.article_places.day is 'Day of the article: on the publisher''s calendar; else in UTC; else the day it was seen first.';
comment on column marts.article_places.url is 'Address of the article.';
comment on column marts.article_places.place_name is 'Name of the place, as the gazetteer writes it.';
comment on column marts.article_places.confidence is 'Confidence of the surest mention.';
comment on column marts.article_places.surest_mention_id is 'The mention that the article''s claim on the place rests on most surely.';
