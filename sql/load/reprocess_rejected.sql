-- Archived pages that were fetched as articles and made none, with the cleaners that have read them.
select
    fetches.payload_digest,
    arg_min(fetches.fetch_id, (fetches.fetched_at, fetches.fetch_id)) as fetch_id,
    arg_min(fetches.source_id, (fetches.fetched_at, fetches.fetch_id)) as source_id,
    list(distinct cleanings.cleaner_version) as cleaner_versions,
from raw.fetches as fetches
inner join raw.links as links on links.link_id = fetches.link_id
inner join raw.cleanings as cleanings on cleanings.payload_digest = fetches.payload_digest
where fetches.warc_file is not null
    and fetches.outcome = 'fetched'
    and links.link_type = 'article'
    and (len($source::varchar[]) = 0 or list_contains($source::varchar[], fetches.source_id))
    and ($since::date is null or fetches.fetched_at::date >= $since::date)
    and ($until::date is null or fetches.fetched_at::date <= $until::date)
    and fetches.payload_digest not in (
        select had.payload_digest
        from core.article_versions as versions
        inner join raw.fetches as had on had.fetch_id = versions.fetch_id
    )
group by fetches.payload_digest
having bool_or(cleanings.outcome = 'rejected')
order by fetches.payload_digest
