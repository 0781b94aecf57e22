-- Articles as they stand now: the current text of each, with its source, its story and what it is about.
create or replace view marts.articles as
with
-- Most articles have one version, and most stories one article: only the others are counted.
later_versions as (
    select
        article_id,
        count(*) as later_count,
    from core.article_versions
    where version_number > 1
    group by article_id
),

stories as (
    select
        story_id,
        count(*) as story_article_count,
        count(distinct source_id) as story_source_count,
    from core.story_articles
    group by story_id
),

places_of_versions as (
    select
        article_places.version_id,
        article_places.day,
        count(distinct place_id) as place_count,
        -- A list that is sorted when it is whole takes a third of the time of one that is gathered in order.
        list_distinct(
            list_transform(
                list_sort(list({'weight': -weight, 'name': places.name}) filter (is_focus)),
                lambda place: place.name
            )
        ) as focus_places,
        list_distinct(
            list_transform(
                list_sort(list({'weight': -weight, 'name': places.name, 'id': place_id}) filter (is_focus)),
                lambda place: place.id
            )
        ) as focus_place_ids,
        list_sort(list_distinct(list(places.country_code) filter (role <> 'location_created'))) as country_codes,
        list_sort(list_distinct(list(places.name) filter (role = 'location_created'))) as written_in,
    from core.article_places as article_places
    inner join core.places as places using (place_id)
    group by article_places.version_id, article_places.day
)

select
    articles.article_id,
    articles.source_id,
    sources.name as source_name,
    sources.country_code as source_country_code,
    articles.day,
    versions.headline,
    versions.description,
    versions.article_body,
    versions.article_section,
    versions.author,
    versions.publisher,
    versions.date_published,
    versions.date_published_precision,
    versions.date_published_evidence,
    versions.date_modified,
    versions.dateline,
    versions.in_language,
    versions.is_accessible_for_free,
    versions.word_count,
    versions.keywords,
    versions.image,
    versions.image_caption,
    articles.url,
    articles.canonical_url,
    articles.story_id,
    coalesce(stories.story_article_count, 1) as story_article_count,
    coalesce(stories.story_source_count, 1) as story_source_count,
    articles.article_id = articles.story_id as is_original,
    origins.relation,
    origins.of_article_id,
    origins.agency,
    coalesce(places_of_versions.focus_places, []) as focus_places,
    coalesce(places_of_versions.focus_place_ids, []) as focus_place_ids,
    coalesce(places_of_versions.country_codes, []) as country_codes,
    coalesce(places_of_versions.written_in, []) as written_in,
    coalesce(places_of_versions.place_count, 0) as place_count,
    versions.version_id,
    versions.version_number,
    1 + coalesce(later_versions.later_count, 0) as version_count,
    versions.geocode_status,
    articles.seen_at,
    versions.fetched_at,
    versions.cleaned_at,
    versions.geocoded_at,
    versions.loaded_at,
from core.articles as articles
inner join core.article_versions as versions
    on versions.version_id = articles.current_version_id and versions.day = articles.day
left join later_versions on later_versions.article_id = articles.article_id
left join stories on stories.story_id = articles.story_id
left join core.sources as sources on sources.source_id = articles.source_id
left join core.origins as origins on origins.article_id = articles.article_id
left join places_of_versions
    on places_of_versions.version_id = articles.current_version_id and places_of_versions.day = articles.day;

comment on view marts.articles is 'Articles as they stand now: the current text of each, with source, story and what it is about.';
comment on column marts.articles.source_name is 'Name of the publisher.';
comment on column marts.articles.source_country_code is 'Country of the publisher (ISO 3166-1 alpha-2).';
comment on column marts.articles.day is 'Day of publication on the publisher''s calendar; else in UTC; else the day it was seen first.';
comment on column marts.articles.story_article_count is 'Articles that carry the same text, this one included.';
comment on column marts.articles.story_source_count is 'Sources that carry the same text, this one included.';
comment on column marts.articles.is_original is 'Whether it is the article that had the text first.';
comment on column marts.articles.focus_places is 'Names of the places that the article is mainly about, the weightiest first.';
comment on column marts.articles.focus_place_ids is 'Ids of the same places, in the same order.';
comment on column marts.articles.country_codes is 'Countries that it speaks of, by themselves or by places in them (ISO 3166-1 alpha-2).';
comment on column marts.articles.written_in is 'Names of the places that it was written in, as its dateline says.';
comment on column marts.articles.place_count is 'Places that the article speaks of.';
comment on column marts.articles.version_count is 'Versions that there are of the article.';
