-- Where were articles written, and what are they about?
with
written as (
    select
        article_id,
        day,
        place_name,
        headline,
    from marts.article_places
    where role = 'location_created'
),

about as (
    select
        article_id,
        list_distinct(list(place_name order by weight desc, place_name)) as focus_places,
    from marts.article_places
    where is_focus
        and article_id in (select article_id from written)
    group by article_id
)

select
    written.day,
    written.place_name as written_in,
    coalesce(about.focus_places, []) as about,
    written.headline,
from written
left join about using (article_id)
order by written.day desc, written.article_id
