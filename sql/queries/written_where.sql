-- Where were articles written, and what are they about?
with
written as (
    select
        article_places.version_id,
        article_places.day,
        places.name as place_name,
    from core.article_places as article_places
    inner join core.places as places using (place_id)
    where article_places.role = 'location_created'
),

about as (
    select
        article_places.version_id,
        article_places.day,
        list_distinct(
            list_transform(
                list_sort(list({'weight': -article_places.weight, 'name': places.name})),
                lambda place: place.name
            )
        ) as focus_places,
    from core.article_places as article_places
    inner join core.places as places using (place_id)
    where article_places.is_focus
        and article_places.version_id in (select version_id from written)
    group by article_places.version_id, article_places.day
)

select
    articles.day,
    written.place_name as written_in,
    coalesce(about.focus_places, []) as about,
    versions.headline,
from written
inner join core.articles as articles
    on articles.current_version_id = written.version_id and articles.day = written.day
inner join core.article_versions as versions
    on versions.version_id = written.version_id and versions.day = written.day
left join about on about.version_id = written.version_id and about.day = written.day
order by articles.day desc, articles.article_id
