-- Why mentions of a run's new texts stayed without a place.
select
    coalesce(mentions.reason, 'no reason given') as reason,
    count(*) as mention_count,
    min(mentions.exact) as example,
from core.mentions as mentions
inner join core.article_versions as versions using (version_id)
inner join raw.fetches as fetches using (fetch_id)
where fetches.run_id = $run_id and mentions.place_id is null
group by all
order by mention_count desc, reason
