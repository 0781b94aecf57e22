-- Which archived bytes, read by which versions, put the surest pins there?
with
-- Of each surest mention only what orders it, and what it hangs on, is read of all.
surest as (
    select mentions.rowid as place
    from core.mentions as mentions
    inner join core.articles as articles
        on articles.current_version_id = mentions.version_id and articles.day = mentions.day
    where mentions.place_id is not null
    order by mentions.confidence desc, mentions.mention_id
    limit 20
),

chosen as (
    select mentions.*
    from core.mentions as mentions
    where mentions.rowid in (select place from surest)
)

select
    chosen.exact,
    places.name as place_name,
    chosen.confidence,
    chosen.georeference_protocol,
    fetches.url,
    fetches.fetched_at,
    fetches.payload_digest,
    fetches.warc_file,
    fetches.warc_offset,
    cleanings.cleaner_version,
    cleanings.rule,
    chosen.geocoder_version,
from chosen
inner join core.article_versions as versions
    on versions.version_id = chosen.version_id and versions.day = chosen.day
inner join raw.fetches as fetches using (fetch_id)
inner join raw.cleanings as cleanings on cleanings.cleaning_id = versions.cleaning_id
left join core.places as places on places.place_id = chosen.place_id
order by chosen.confidence desc, chosen.mention_id
