-- Which texts stand in more than one place?
select
    originals.day,
    originals.headline,
    originals.source_id as first_in,
    list(copies.source_id order by copies.seen_at, copies.source_id) as also_in,
    list(copies.url order by copies.seen_at, copies.source_id) as urls,
from marts.articles as originals
inner join marts.articles as copies
    on copies.story_id = originals.article_id and copies.article_id <> originals.article_id
group by originals.article_id, originals.day, originals.headline, originals.source_id
order by originals.day desc
