-- One mention with its text, its place and the archived bytes that it comes from.
select
    mentions.*,
    field_text(
        mentions.text_field,
        versions.headline,
        versions.description,
        versions.image_caption,
        versions.dateline,
        versions.article_body
    ) as field_text,
    places.name as place_name,
    places.feature_class,
    places.feature_code,
    places.country_code,
    places.decimal_latitude,
    places.decimal_longitude,
    places.bbox,
    places.footprint is not null as has_footprint,
    places.members,
    places.claimants,
    runners_up.name as runner_up_name,
    articles.article_id,
    articles.canonical_url,
    articles.source_id,
    versions.headline,
    versions.version_number,
    versions.fetch_id,
    versions.cleaning_id,
    cleanings.cleaner_version,
    cleanings.rule as cleaning_rule,
    fetches.fetched_at,
    links.found_in,
    links.found_kind,
    links.seen_at,
    fetches.warc_file,
    fetches.warc_offset,
    fetches.warc_record_id,
    fetches.payload_digest,
from core.mentions as mentions
inner join core.article_versions as versions using (version_id)
inner join core.articles as articles using (article_id)
left join core.places as places using (place_id)
left join core.places as runners_up on runners_up.place_id = mentions.runner_up_place_id
left join raw.fetches as fetches on fetches.fetch_id = versions.fetch_id
left join raw.links as links on links.link_id = fetches.link_id
left join raw.cleanings as cleanings on cleanings.cleaning_id = versions.cleaning_id
where mentions.mention_id = $id
