-- How much each place was spoken of on each day, counted in stories, so that copies do not add up.
-- Where an article was written is not what it is about, and is left out.
create or replace view marts.places_by_day as
select
    articles.day,
    article_places.place_id,
    any_value(places.name) as place_name,
    any_value(places.country_code) as country_code,
    count(distinct articles.story_id) as story_count,
    count(distinct articles.story_id) filter (article_places.is_focus) as focus_story_count,
    count(distinct articles.article_id) as article_count,
    sum(article_places.mention_count)::bigint as mention_count,
from core.article_places as article_places
inner join core.articles as articles
    on articles.current_version_id = article_places.version_id and articles.day = article_places.day
inner join core.places as places using (place_id)
where article_places.role <> 'location_created'
group by all;

comment on view marts.places_by_day is 'How much each place was spoken of on each day, counted in stories.';
comment on column marts.places_by_day.day is 'Day of publication.';
comment on column marts.places_by_day.place_name is 'Name of the place, as the gazetteer writes it.';
comment on column marts.places_by_day.story_count is 'Stories that speak of the place; copies of one text count once.';
comment on column marts.places_by_day.focus_story_count is 'Stories that are mainly about the place.';
comment on column marts.places_by_day.article_count is 'Articles that speak of the place, copies included.';
comment on column marts.places_by_day.mention_count is 'Mentions of the place in these articles.';
