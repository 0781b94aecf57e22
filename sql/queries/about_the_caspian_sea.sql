-- What is said of the Caspian Sea, sentence by sentence?
select
    day,
    source_id,
    exact,
    mention_kind,
    sentence,
    url,
from marts.mentions
where place_id = 'geonames:630671'
order by day desc, article_id, text_field, start_char
