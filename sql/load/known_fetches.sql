-- What is known of a source's addresses: the last fetch with content, what validates it, what was claimed then;
-- and pages that never came though they may yet.
with recursive
links as (
    select *
    from raw.links
    where source_id = $source_id
),

fetches as (
    select
        * replace (if(reason = 'withdrawn', 'withdrawn', outcome) as outcome),
    from raw.fetches
    where source_id = $source_id and outcome <> 'skipped'
),

tries as (
    select
        link_id,
        arg_max(outcome, fetched_at) as last_outcome,
        max(fetched_at) filter (where outcome <> 'failed') as answered_at,
    from fetches
    group by link_id
),

failures as (
    select
        tries.link_id,
        count(*) as failed_count,
    from tries
    inner join fetches using (link_id)
    where fetches.outcome = 'failed' and (tries.answered_at is null or fetches.fetched_at > tries.answered_at)
    group by tries.link_id
),

contents as (
    select
        link_id,
        max(fetched_at) as fetched_at,
        arg_max(payload_digest, fetched_at) as payload_digest,
        arg_max(run_id, fetched_at) as run_id,
        arg_max(
            {url: coalesce(final_url, url), file: warc_file, start: warc_offset, id: warc_record_id}, fetched_at
        ) as record,
    from fetches
    where outcome = 'fetched' and payload_digest is not null
    group by link_id
),

-- A 304 may bring newer validators than the content came with.
answers as (
    select
        contents.link_id,
        any_value(contents.payload_digest) as payload_digest,
        any_value(contents.run_id) as run_id,
        any_value(contents.record) as record,
        any_value(contents.fetched_at) as content_at,
        arg_max(fetches.etag, fetches.fetched_at) as etag,
        arg_max(fetches.last_modified, fetches.fetched_at) as last_modified,
        max(fetches.fetched_at) as fetched_at,
    from contents
    inner join fetches using (link_id)
    where fetches.outcome in ('fetched', 'not_modified') and fetches.fetched_at >= contents.fetched_at
    group by contents.link_id
),

whole_runs as (
    select run_id
    from ops.runs
    where state = 'completed'
        and run_id not in (select run_id from ops.rejections where stage = 'load')
),

-- A feed may be asked "changed since?" only where all that it named is had. Else its 304 would hide for
-- ever what a killed run, a batch that did not load or a page that did not answer left behind. What holds
-- for a sitemap holds for the index that names it.
feeds_to_read_anew as (
    select links.found_in as url
    from links
    left join tries using (link_id)
    where coalesce(tries.last_outcome, 'failed') = 'failed' and links.link_type <> 'forgotten'
    union
    select links.url
    from links
    inner join answers using (link_id)
    where links.link_type = 'feed' and answers.run_id not in (select run_id from whole_runs)
    union
    select links.found_in
    from links
    inner join feeds_to_read_anew using (url)
),

-- Faults that may pass, as tasks.scrape.fetch.faults has them, and turns that did not come.
open_pages as (
    select
        links.link_id,
        arg_max(fetches.reason, fetches.fetched_at) as reason,
        arg_max(fetches.http_status, fetches.fetched_at) as http_status,
        max(fetches.fetched_at) as asked_at,
        count(*) filter (where fetches.outcome = 'failed') as failed_count,
    from links
    inner join raw.fetches as fetches using (link_id)
    left join answers using (link_id)
    where answers.link_id is null and links.link_type = 'article'
    group by links.link_id
    having reason in ('dns', 'connect', 'proxy', 'read', 'timeout', 'time', 'retry_after')
        or http_status in (408, 425, 429)
        or (http_status >= 500 and http_status not in (501, 505))
),

judged as (
    select
        links.*,
        answers.* exclude (link_id),
        tries.last_outcome,
        tries.answered_at,
        coalesce(failures.failed_count, 0) as failed_count,
        links.url not in (select url from feeds_to_read_anew) as may_ask_for_changes,
    from links
    inner join answers using (link_id)
    inner join tries using (link_id)
    left join failures using (link_id)
)

select
    url,
    if(may_ask_for_changes, etag, null) as etag,
    if(may_ask_for_changes, last_modified, null) as last_modified,
    payload_digest,
    -- What was claimed when a fetch failed is not had yet; then only our own clock says what is newer.
    if(last_outcome = 'failed', null, claimed_modified) as claimed_modified,
    if(last_outcome = 'failed', null, claimed_published) as claimed_published,
    fetched_at,
    link_type,
    found_in,
    found_kind,
    claimed_title,
    seen_at,
    answered_at,
    failed_count,
    content_at,
    record.url as record_url,
    record.file as warc_file,
    record.start as warc_offset,
    record.id as warc_record_id,
    false as is_open,
from judged
union all by name
select
    links.url,
    open_pages.asked_at as fetched_at,
    links.link_type,
    links.found_in,
    links.found_kind,
    links.claimed_title,
    links.claimed_published,
    links.claimed_modified,
    links.seen_at,
    open_pages.failed_count,
    true as is_open,
from open_pages
inner join links using (link_id)
order by url
