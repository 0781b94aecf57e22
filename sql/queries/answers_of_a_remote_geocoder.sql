-- What did a remote geocoder say of names that the gazetteer does not know, and whom must I name?
select
    answers.exact,
    answers.address,
    answers.decimal_latitude,
    answers.decimal_longitude,
    count(*) as mention_count,
    answers.service,
    answers.licence,
    answers.attribution,
    answers.asked_at,
from ref.geocode_cache as answers
inner join core.mentions as mentions on mentions.place_id is null and mentions.exact = answers.exact
where answers.outcome = 'found'
group by all
order by mention_count desc, answers.exact
