-- The mentions of a version of an article, in the order of its fields and words.
select
    mentions.*,
    places.name as place_name,
    places.feature_code,
    places.country_code,
from core.mentions as mentions
left join core.places as places using (place_id)
where mentions.version_id = $id
order by
    list_position(['headline', 'description', 'dateline', 'image_caption', 'article_body'], text_field),
    start_char
