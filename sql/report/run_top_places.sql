-- The places of a run's new texts of which most stories speak.
with fresh as (
    select versions.version_id, articles.story_id
    from core.article_versions as versions
    inner join raw.fetches as fetches using (fetch_id)
    inner join core.articles as articles using (article_id)
    where fetches.run_id = $run_id
)
select
    places.place_id,
    places.name,
    mode(mentions.precision) as precision,
    count(distinct fresh.story_id) as story_count,
    count(*) as mention_count,
    max(mentions.confidence) as confidence,
from core.mentions as mentions
inner join fresh using (version_id)
inner join core.places as places using (place_id)
where mentions.mention_kind <> 'embedded'
group by places.place_id, places.name
order by story_count desc, mention_count desc, places.name
limit $limit
