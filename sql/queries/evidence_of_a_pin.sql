-- Which archived bytes, read by which versions, put the surest pins there?
select
    mentions.exact,
    mentions.place_name,
    mentions.confidence,
    mentions.georeference_protocol,
    fetches.url,
    fetches.fetched_at,
    fetches.payload_digest,
    fetches.warc_file,
    fetches.warc_offset,
    cleanings.cleaner_version,
    cleanings.rule,
    mentions.geocoder_version,
from marts.mentions as mentions
inner join core.article_versions as versions using (version_id)
inner join raw.fetches as fetches using (fetch_id)
inner join raw.cleanings as cleanings on cleanings.cleaning_id = versions.cleaning_id
where mentions.place_id is not null
order by mentions.confidence desc, mentions.mention_id
limit 20
