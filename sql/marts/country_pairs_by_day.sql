-- Who is named with whom: pairs of countries in one text, counted in stories, by day.
-- A country is named by itself, by its people, or by a place in it. Where an article was written is left out.
create or replace view marts.country_pairs_by_day as
with
named as (
    select
        article_places.version_id,
        article_places.day,
        places.country_code,
        bool_or(article_places.is_focus) as is_focus,
    from core.article_places as article_places
    inner join core.places as places using (place_id)
    where article_places.role <> 'location_created' and places.country_code is not null
    group by article_places.version_id, article_places.day, places.country_code
),

pairs as (
    select
        one.version_id,
        one.day,
        one.country_code as country_code_1,
        two.country_code as country_code_2,
        one.is_focus and two.is_focus as is_focus,
    from named as one
    inner join named as two
        on two.version_id = one.version_id and two.day = one.day and two.country_code > one.country_code
)

select
    articles.day,
    pairs.country_code_1,
    any_value(first_countries.name) as country_name_1,
    pairs.country_code_2,
    any_value(second_countries.name) as country_name_2,
    count(distinct articles.story_id) as story_count,
    count(distinct articles.story_id) filter (pairs.is_focus) as focus_story_count,
    count(*) as article_count,
from pairs
inner join core.articles as articles
    on articles.current_version_id = pairs.version_id and articles.day = pairs.day
left join ref.countries as first_countries on first_countries.country_code = pairs.country_code_1
left join ref.countries as second_countries on second_countries.country_code = pairs.country_code_2
group by articles.day, pairs.country_code_1, pairs.country_code_2;

comment on view marts.country_pairs_by_day is 'Who is named with whom: one row a day and pair of countries that stand in one text, counted in stories.';
comment on column marts.country_pairs_by_day.day is 'Day of publication.';
comment on column marts.country_pairs_by_day.country_code_1 is 'The country of the pair whose code is first in the alphabet (ISO 3166-1 alpha-2).';
comment on column marts.country_pairs_by_day.country_name_1 is 'Its name.';
comment on column marts.country_pairs_by_day.country_code_2 is 'The other country (ISO 3166-1 alpha-2).';
comment on column marts.country_pairs_by_day.country_name_2 is 'Its name.';
comment on column marts.country_pairs_by_day.story_count is 'Stories that name both, each by itself, by its people or by a place in it; copies count once.';
comment on column marts.country_pairs_by_day.focus_story_count is 'Stories that are mainly about places of both.';
comment on column marts.country_pairs_by_day.article_count is 'Articles that name both, copies included.';
