-- Mentions in articles as they stand now, each with its sentence and the place that it was taken for.
create or replace view marts.mentions as
select
    mentions.mention_id,
    articles.article_id,
    articles.source_id,
    articles.story_id,
    articles.day,
    versions.headline,
    articles.url,
    mentions.exact,
    sentence_around(
        field_text(
            mentions.text_field,
            versions.headline,
            versions.description,
            versions.image_caption,
            versions.dateline,
            versions.article_body
        ),
        mentions.start_char,
        mentions.end_char
    ) as sentence,
    mentions.mention_kind,
    mentions.role,
    mentions.place_id,
    places.name as place_name,
    places.feature_class,
    places.feature_code,
    places.country_code,
    mentions.precision,
    mentions.coordinate_uncertainty_m,
    places.decimal_latitude,
    places.decimal_longitude,
    mentions.confidence,
    mentions.georeference_protocol,
    mentions.reason,
    mentions.runner_up_place_id,
    mentions.text_field,
    mentions.start_char,
    mentions.end_char,
    mentions.version_id,
    mentions.geocoder_version,
    mentions.loaded_at,
from core.mentions as mentions
inner join core.article_versions as versions
    on versions.version_id = mentions.version_id and versions.day = mentions.day
inner join core.articles as articles
    on articles.current_version_id = mentions.version_id and articles.day = mentions.day
left join core.places as places using (place_id);

comment on view marts.mentions is 'Mentions in articles as they stand now, each with its sentence and the place it was taken for.';
comment on column marts.mentions.day is 'Day of the article: on the publisher''s calendar; else in UTC; else the day it was seen first.';
comment on column marts.mentions.url is 'Address of the article.';
comment on column marts.mentions.sentence is 'Sentence that the words stand in, on one line.';
comment on column marts.mentions.place_id is 'Place that it was taken for; empty where it stays unresolved.';
comment on column marts.mentions.place_name is 'Name of that place, as the gazetteer writes it.';
comment on column marts.mentions.coordinate_uncertainty_m is 'Radius around the reference point that holds what is meant, in metres.';
comment on column marts.mentions.confidence is 'How likely the place is right, 0 to 1.';
comment on column marts.mentions.reason is 'Why it stays unresolved.';
