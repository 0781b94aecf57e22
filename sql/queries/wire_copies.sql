-- Which texts stand in more than one place?
with
copies as (
    select
        story_id,
        list_sort(list({'seen_at': seen_at, 'source_id': source_id, 'url': url})) as also,
    from core.articles
    where article_id <> story_id
    group by story_id
)

select
    originals.day,
    versions.headline,
    originals.source_id as first_in,
    list_transform(copies.also, lambda copy: copy.source_id) as also_in,
    list_transform(copies.also, lambda copy: copy.url) as urls,
from copies
inner join core.story_articles as originals on originals.article_id = copies.story_id
inner join core.article_versions as versions
    on versions.version_id = originals.current_version_id and versions.day = originals.day
order by originals.day desc
