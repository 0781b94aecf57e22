-- Places that accepted mentions speak of and that are not held yet.
select distinct
    mentions.place_id,
from core.mentions as mentions
inner join chosen on chosen.new_version_id = mentions.version_id
where mentions.place_id is not null
    and mentions.place_id not in (select place_id from core.places)
union
select distinct
    places.place_id,
from core.article_places as places
inner join chosen on chosen.new_version_id = places.version_id
where places.place_id not in (select place_id from core.places)
