-- Which pins are the least certain, and what was the other choice?
select
    mentions.confidence,
    mentions.exact,
    mentions.place_name,
    mentions.country_code,
    others.name as runner_up,
    others.country_code as runner_up_country,
    mentions.georeference_protocol,
    mentions.sentence,
    mentions.mention_id,
from marts.mentions as mentions
left join core.places as others on others.place_id = mentions.runner_up_place_id
where mentions.place_id is not null
order by mentions.confidence, mentions.mention_id
limit 50
