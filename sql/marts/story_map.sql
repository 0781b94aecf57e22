-- Stories by place: one row a story and place, however many sites carry the story.
-- Where an article was written is not what it is about, and is left out.
create or replace view marts.story_map as
with
-- Most stories are one article, of which nothing is to be gathered but a place in two roles.
alone as (
    select
        story_id,
        current_version_id,
        url,
        day,
    from core.articles
    where story_id not in (select story_id from core.story_articles)
),

named as (
    select
        version_id,
        day,
        place_id,
        max(weight) as weight,
        max(confidence) as confidence,
        bool_or(is_focus) as is_focus,
    from core.article_places
    where role <> 'location_created'
    group by version_id, day, place_id
),

-- A story may last some days, of which the first that names a place is the place's. Its articles are set beside each
-- of its days first, so that a question about some days reads the articles of their stories alone.
days_of_shared as (
    select
        articles.story_id,
        articles.day,
        any_value(originals.url) as url,
        any_value(originals.current_version_id) as original_version_id,
        any_value(originals.day) as original_day,
    from core.story_articles as articles
    left join core.story_articles as originals on originals.article_id = articles.story_id
    group by articles.story_id, articles.day
),

members as (
    select
        articles.article_id,
        articles.story_id,
        articles.source_id,
        articles.current_version_id,
        articles.day,
        days_of_shared.day as story_day,
        any_value(days_of_shared.url) as url,
        any_value(days_of_shared.original_version_id) as original_version_id,
        any_value(days_of_shared.original_day) as original_day,
    from core.story_articles as articles
    inner join days_of_shared on days_of_shared.story_id = articles.story_id
    group by all
),

shared as (
    select
        members.story_id,
        members.story_day as day,
        article_places.place_id,
        count(distinct members.article_id) as article_count,
        count(distinct members.source_id) as source_count,
        max(article_places.weight) as weight,
        max(article_places.confidence) as confidence,
        bool_or(article_places.is_focus) as is_focus,
        any_value(members.url) as url,
        any_value(members.original_version_id) as original_version_id,
        any_value(members.original_day) as original_day,
    from members
    inner join core.article_places as article_places
        on article_places.version_id = members.current_version_id and article_places.day = members.day
    where article_places.role <> 'location_created'
    group by members.story_id, article_places.place_id, members.story_day
    having min(members.day) = members.story_day
),

placed as (
    select
        alone.story_id,
        alone.day,
        versions.headline,
        alone.url,
        named.place_id,
        1 as article_count,
        1 as source_count,
        named.weight,
        named.confidence,
        named.is_focus,
    from alone
    inner join core.article_versions as versions
        on versions.version_id = alone.current_version_id and versions.day = alone.day
    inner join named on named.version_id = alone.current_version_id and named.day = alone.day
    union all
    select
        shared.story_id,
        shared.day,
        versions.headline,
        shared.url,
        shared.place_id,
        shared.article_count,
        shared.source_count,
        shared.weight,
        shared.confidence,
        shared.is_focus,
    from shared
    left join core.article_versions as versions
        on versions.version_id = shared.original_version_id and versions.day = shared.original_day
)

select
    placed.story_id,
    placed.day,
    placed.headline,
    placed.url,
    placed.place_id,
    places.name as place_name,
    places.feature_class,
    places.feature_code,
    places.country_code,
    places.decimal_latitude,
    places.decimal_longitude,
    places.coordinate_uncertainty_m,
    places.bbox,
    places.footprint,
    placed.article_count,
    placed.source_count,
    placed.weight,
    placed.confidence,
    placed.is_focus,
from placed
inner join core.places as places using (place_id);

comment on view marts.story_map is 'Stories by place: one row a story and place, however many sites carry the story.';
comment on column marts.story_map.day is 'First day on which an article of the story was published.';
comment on column marts.story_map.headline is 'Headline of the article that had the story first.';
comment on column marts.story_map.url is 'Address of that article.';
comment on column marts.story_map.place_name is 'Name of the place, as the gazetteer writes it.';
comment on column marts.story_map.article_count is 'Articles of the story that speak of the place.';
comment on column marts.story_map.source_count is 'Sources of these articles.';
comment on column marts.story_map.weight is 'The largest share of one of these articles that is about the place, 0 to 1.';
comment on column marts.story_map.confidence is 'Confidence of the surest mention in these articles.';
comment on column marts.story_map.is_focus is 'Whether one of these articles is mainly about the place.';
