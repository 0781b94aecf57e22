-- Which names were left without a place, and why?
with
-- One example of each is chosen before any sentence is cut out of its text.
counted as (
    select
        mentions.reason,
        mentions.exact,
        count(*) as times,
        arg_min(
            {
                'version_id': mentions.version_id,
                'day': mentions.day,
                'text_field': mentions.text_field,
                'start_char': mentions.start_char,
                'end_char': mentions.end_char,
            },
            mentions.mention_id
        ) as example,
    from core.mentions as mentions
    inner join core.articles as articles
        on articles.current_version_id = mentions.version_id and articles.day = mentions.day
    where mentions.place_id is null
    group by mentions.reason, mentions.exact
)

select
    counted.reason,
    counted.exact,
    counted.times,
    sentence_around(
        field_text(
            counted.example.text_field,
            versions.headline,
            versions.description,
            versions.image_caption,
            versions.dateline,
            versions.article_body
        ),
        counted.example.start_char,
        counted.example.end_char
    ) as for_example,
from counted
inner join core.article_versions as versions
    on versions.version_id = counted.example.version_id and versions.day = counted.example.day
order by counted.times desc, counted.exact
