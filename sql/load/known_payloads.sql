-- Where the bytes of the digests of `wanted` rest that are in the archive already, and by which fetches.
select
    fetches.fetch_id,
    fetches.payload_digest,
    fetches.warc_file,
    fetches.warc_offset,
    fetches.warc_record_id,
from raw.fetches as fetches
semi join wanted on wanted.key = fetches.payload_digest
where fetches.outcome = 'fetched'
