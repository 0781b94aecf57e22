-- Places of articles as they stand now: one row an article, place and role.
create or replace view marts.article_places as
select
    articles.article_id,
    articles.source_id,
    articles.story_id,
    articles.day,
    versions.headline,
    articles.url,
    article_places.place_id,
    places.name as place_name,
    places.feature_class,
    places.feature_code,
    places.country_code,
    article_places.role,
    article_places.precision,
    coalesce(article_places.coordinate_uncertainty_m, places.coordinate_uncertainty_m) as coordinate_uncertainty_m,
    places.decimal_latitude,
    places.decimal_longitude,
    article_places.mention_count,
    article_places.weight,
    article_places.confidence,
    article_places.is_focus,
    article_places.georeference_protocol,
    article_places.surest_mention_id,
    article_places.version_id,
    article_places.loaded_at,
from core.article_places as article_places
inner join core.articles as articles
    on articles.current_version_id = article_places.version_id and articles.day = article_places.day
inner join core.article_versions as versions
    on versions.version_id = article_places.version_id and versions.day = article_places.day
inner join core.places as places using (place_id);

comment on view marts.article_places is 'Places of articles as they stand now: one row an article, place and role.';
comment on column marts.article_places.day is 'Day of the article: on the publisher''s calendar; else in UTC; else the day it was seen first.';
comment on column marts.article_places.url is 'Address of the article.';
comment on column marts.article_places.place_name is 'Name of the place, as the gazetteer writes it.';
comment on column marts.article_places.confidence is 'Confidence of the surest mention.';
comment on column marts.article_places.surest_mention_id is 'The mention that the article''s claim on the place rests on most surely.';
