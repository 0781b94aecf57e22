-- Who is named with whom: pairs of countries in one text, counted in stories, by day.
-- A country is named by itself, by its people, or by a place in it. Where an article was written is left out.
create or replace view marts.country_pairs_by_day as
with
named as (
    select
        article_places.version_id,
        article_places.day,
        places.country_code,
        bool_or(article_places.is_focus) filter (article_places.role <> 'location_created') as is_focus,
    from core.article_places as article_places
    inner join core.places as places using (place_id)
    where places.country_code is not null
    group by article_places.version_id, article_places.day, places.country_code
    -- Said of the group and not of its rows, so that the scan is left for the days that are asked for: DuckDB hands a
    -- filter on what is read twice down to a scan that has none yet.
    having bool_or(article_places.role <> 'location_created')
),

told as (
    select
        articles.day,
        articles.rowid as article_row,
        -- Most stories are one article, and are counted without being told apart.
        if(articles.story_id in (select story_id from core.story_articles), articles.story_id, null) as shared_story_id,
        named.country_code,
        named.is_focus,
    from named
    inner join core.articles as articles
        on articles.current_version_id = named.version_id and articles.day = named.day
),

pairs as (
    select
        one.day,
        one.shared_story_id,
        one.country_code as country_code_1,
        two.country_code as country_code_2,
        one.is_focus and two.is_focus as is_focus,
    from told as one
    inner join told as two
        on two.article_row = one.article_row and two.day = one.day and two.country_code > one.country_code
),

stories as (
    select
        day,
        country_code_1,
        country_code_2,
        shared_story_id,
        count(*) as article_count,
        count(*) filter (is_focus) as focus_count,
    from pairs
    group by day, country_code_1, country_code_2, shared_story_id
),

counted as (
    select
        day,
        country_code_1,
        country_code_2,
        sum(if(shared_story_id is null, article_count, 1))::bigint as story_count,
        sum(if(shared_story_id is null, focus_count, least(focus_count, 1)))::bigint as focus_story_count,
        sum(article_count)::bigint as article_count,
    from stories
    group by day, country_code_1, country_code_2
)

select
    counted.day,
    counted.country_code_1,
    first_countries.name as country_name_1,
    counted.country_code_2,
    second_countries.name as country_name_2,
    counted.story_count,
    counted.focus_story_count,
    counted.article_count,
from counted
left join ref.countries as first_countries on first_countries.country_code = counted.country_code_1
left join ref.countries as second_countries on second_countries.country_code = counted.country_code_2;

comment on view marts.country_pairs_by_day is 'Who is named with whom: one row a day and pair of countries that stand in one text, counted in stories.';
comment on column marts.country_pairs_by_day.day is 'Day of publication.';
comment on column marts.country_pairs_by_day.country_code_1 is 'The country of the pair whose code is first in the alphabet (ISO 3166-1 alpha-2).';
comment on column marts.country_pairs_by_day.country_name_1 is 'Its name.';
comment on column marts.country_pairs_by_day.country_code_2 is 'The other country (ISO 3166-1 alpha-2).';
comment on column marts.country_pairs_by_day.country_name_2 is 'Its name.';
comment on column marts.country_pairs_by_day.story_count is 'Stories that name both, each by itself, by its people or by a place in it; copies count once.';
comment on column marts.country_pairs_by_day.focus_story_count is 'Stories that are mainly about places of both.';
comment on column marts.country_pairs_by_day.article_count is 'Articles that name both, copies included.';
