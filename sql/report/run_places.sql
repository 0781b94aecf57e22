-- The places of a run's new texts, a row a place and role, with the surest mention and the text around it.
with fresh as (
    select versions.*
    from core.article_versions as versions
    inner join raw.fetches as fetches using (fetch_id)
    where fetches.run_id = $run_id
),
spans as (
    select
        mentions.*,
        fresh.article_id,
        articles.story_id,
        field_text(
            mentions.text_field,
            fresh.headline,
            fresh.description,
            fresh.image_caption,
            fresh.dateline,
            fresh.article_body
        ) as field_text,
        -- A sentence of the body says more than a headline or a dateline.
        mentions.text_field <> 'article_body' as is_beside_body,
    from core.mentions as mentions
    inner join fresh using (version_id)
    inner join core.articles as articles using (article_id)
    where mentions.place_id is not null and mentions.mention_kind <> 'embedded'
),
counted as (
    select
        place_id,
        role,
        count(*) as mention_count,
        count(distinct article_id) as article_count,
        count(distinct story_id) as story_count,
    from spans
    group by all
),
surest as (
    select *
    from spans
    qualify row_number() over (
        partition by place_id, role
        order by confidence desc, is_beside_body, version_id, start_char
    ) = 1
)
select
    places.place_id,
    places.name,
    surest.precision,
    surest.role,
    surest.confidence,
    surest.mention_id,
    surest.article_id,
    surest.text_field,
    surest.field_text,
    surest.start_char,
    surest.end_char,
    counted.mention_count,
    counted.article_count,
    counted.story_count,
from counted
inner join surest using (place_id, role)
inner join core.places as places using (place_id)
order by
    counted.story_count desc,
    counted.mention_count desc,
    places.name,
    list_position(['location_created', 'content_location', 'mentioned'], surest.role)
