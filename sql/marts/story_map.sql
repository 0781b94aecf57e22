-- Stories by place: one row a story and place, however many sites carry the story.
-- Where an article was written is not what it is about, and is left out.
create or replace view marts.story_map as
with
-- A story may last some days, of which the first that names a place is the place's. Its days are told apart first,
-- so that a question about some days reads those alone.
days_of_shared as (
    select
        articles.story_id,
        articles.day,
        any_value(originals.day) as original_day,
    from core.story_articles as articles
    left join core.story_articles as originals on originals.article_id = articles.story_id
    group by articles.story_id, articles.day
),

-- Most stories are one article, of which nothing is to be gathered but a place in two roles.
placed as (
    select
        articles.story_id,
        article_places.place_id,
        1 as article_count,
        1 as source_count,
        max(article_places.weight) as weight,
        max(article_places.confidence) as confidence,
        bool_or(article_places.is_focus) as is_focus,
        articles.day,
        articles.day as original_day,
    from core.article_places as article_places
    inner join core.articles as articles
        on articles.current_version_id = article_places.version_id and articles.day = article_places.day
    where article_places.role <> 'location_created'
        and articles.story_id not in (select story_id from core.story_articles)
    group by articles.story_id, article_places.place_id, articles.day
    union all
    select
        articles.story_id,
        article_places.place_id,
        count(distinct articles.article_id) as article_count,
        count(distinct articles.source_id) as source_count,
        max(article_places.weight) as weight,
        max(article_places.confidence) as confidence,
        bool_or(article_places.is_focus) as is_focus,
        days_of_shared.day,
        any_value(days_of_shared.original_day) as original_day,
    from core.article_places as article_places
    inner join core.story_articles as articles
        on articles.current_version_id = article_places.version_id and articles.day = article_places.day
    inner join days_of_shared on days_of_shared.story_id = articles.story_id
    where article_places.role <> 'location_created'
    group by articles.story_id, article_places.place_id, days_of_shared.day
    having min(articles.day) = days_of_shared.day
),

originals as (
    select
        articles.article_id as story_id,
        articles.day,
        articles.url,
        versions.headline,
    from core.articles as articles
    inner join core.article_versions as versions
        on versions.version_id = articles.current_version_id and versions.day = articles.day
)

select
    placed.story_id,
    placed.day,
    originals.headline,
    originals.url,
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
inner join core.places as places using (place_id)
left join originals on originals.story_id = placed.story_id and originals.day = placed.original_day;

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
