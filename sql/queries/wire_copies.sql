-- Which texts stand in more than one place?
with
copies as (
    select
        story_id,
        list(source_id order by seen_at, source_id) as sources,
        list(url order by seen_at, source_id) as urls,
    from core.articles
    where article_id <> story_id
    group by story_id
)

select
    originals.day,
    versions.headline,
    originals.source_id as first_in,
    copies.sources as also_in,
    copies.urls,
from copies
inner join core.articles as originals on originals.article_id = copies.story_id
inner join core.article_versions as versions on versions.version_id = originals.current_version_id
order by originals.day desc
