-- Archived records, chosen by chance.
select
    source_id,
    warc_file,
    warc_offset,
from raw.fetches
where outcome = 'fetched'
order by random()
limit $sample_size
