-- Which names were left without a place, and why?
with
-- One example of each is chosen before any sentence is cut out of its text.
counted as (
    select
        mentions.reason,
        mentions.exact,
        count(*) as times,
        min(mentions.mention_id) as mention_id,
    from core.mentions as mentions
    inner join core.articles as articles on articles.current_version_id = mentions.version_id
    where mentions.place_id is null
    group by mentions.reason, mentions.exact
)

select
    counted.reason,
    counted.exact,
    counted.times,
    examples.sentence as for_example,
from counted
inner join marts.mentions as examples using (mention_id)
order by counted.times desc, counted.exact
