-- Which pins are the least certain, and what was the other choice?
with
-- Chosen before any sentence is cut out of its text.
chosen as (
    select mentions.*
    from core.mentions as mentions
    inner join core.articles as articles on articles.current_version_id = mentions.version_id
    where mentions.place_id is not null
    order by mentions.confidence, mentions.mention_id
    limit 50
)

select
    chosen.confidence,
    chosen.exact,
    places.name as place_name,
    places.country_code,
    others.name as runner_up,
    others.country_code as runner_up_country,
    chosen.georeference_protocol,
    sentence_around(
        field_text(
            chosen.text_field,
            versions.headline,
            versions.description,
            versions.image_caption,
            versions.dateline,
            versions.article_body
        ),
        chosen.start_char,
        chosen.end_char
    ) as sentence,
    chosen.mention_id,
from chosen
inner join core.article_versions as versions using (version_id)
left join core.places as places on places.place_id = chosen.place_id
left join core.places as others on others.place_id = chosen.runner_up_place_id
order by chosen.confidence, chosen.mention_id
