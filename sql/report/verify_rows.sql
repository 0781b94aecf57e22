-- Versions with everything that stands behind them, each part as JSON; null where a part is missing.
with
wanted as (
    select unnest($version_ids::varchar[]) as version_id
),

mentions_of_versions as (
    select
        version_id,
        to_json(list(mentions order by text_field, start_char, end_char)) as mentions,
    from core.mentions as mentions
    where version_id in (select version_id from wanted)
    group by version_id
),

shared_cleanings as (
    select
        cleaning_id,
        count(*) as version_count,
    from core.article_versions
    where cleaning_id in (
        select cleaning_id
        from core.article_versions
        where version_id in (select version_id from wanted)
    )
    group by cleaning_id
)

select
    versions.version_id,
    articles.canonical_url,
    to_json(versions) as version,
    to_json(articles) as article,
    if(sources.source_id is null, null, to_json(sources)) as source,
    if(links.link_id is null, null, to_json(links)) as link,
    if(fetches.fetch_id is null, null, to_json(fetches)) as fetch,
    if(cleanings.cleaning_id is null, null, to_json(cleanings)) as cleaning,
    mentions_of_versions.mentions,
    -- Two articles of the same bytes may be read as of two countries; then this is of one of them.
    if(shared_cleanings.version_count > 1, null, geocodings.mentions) as geocoding,
from wanted
inner join core.article_versions as versions on versions.version_id = wanted.version_id
inner join core.articles as articles on articles.article_id = versions.article_id
left join core.sources as sources on sources.source_id = articles.source_id
left join raw.fetches as fetches on fetches.fetch_id = versions.fetch_id
left join raw.links as links on links.link_id = fetches.link_id
left join raw.cleanings as cleanings on cleanings.cleaning_id = versions.cleaning_id
left join raw.geocodings as geocodings
    on geocodings.cleaning_id = versions.cleaning_id and geocodings.geocoder_version = versions.geocoder_version
left join shared_cleanings on shared_cleanings.cleaning_id = versions.cleaning_id
left join mentions_of_versions on mentions_of_versions.version_id = versions.version_id
order by versions.article_id, versions.version_number
