-- Which places the newest stored articles of some sources name, and how many articles name each. What came today
-- does not count yet: so a run that was killed and one that was not learn the same, and an order of batches nothing.
with newest as (
    select source_id, current_version_id as version_id
    from core.articles
    where list_contains($source_ids, source_id) and seen_at < date_trunc('day', $now::timestamptz at time zone 'UTC') at time zone 'UTC'
    qualify row_number() over (partition by source_id order by seen_at desc, article_id) <= $at_most
)

select newest.source_id, mentions.place_id, count(distinct version_id) as article_count
from newest
inner join core.mentions as mentions using (version_id)
where mentions.place_id is not null and mentions.confidence > $least_confidence
group by newest.source_id, mentions.place_id
order by newest.source_id, mentions.place_id
