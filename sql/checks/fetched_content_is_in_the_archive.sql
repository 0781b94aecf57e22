-- What was fetched names its archived record and the digest of its bytes.
-- severity: error
-- scope: batch
select
    fetch_id,
    url,
    payload_digest,
    warc_file,
    warc_offset,
from raw.fetches
where loaded_at >= $since
    and outcome = 'fetched'
    and (payload_digest is null or warc_file is null or warc_offset is null)
