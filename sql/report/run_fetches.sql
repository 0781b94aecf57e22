-- What became of the addresses that a run asked for, by source, kind, outcome and reason.
select
    fetches.source_id,
    links.link_type,
    fetches.outcome,
    fetches.reason,
    count(*) as url_count,
    min(fetches.url) as example_url,
    arg_min(fetches.detail, fetches.url) as example_detail,
from raw.fetches as fetches
inner join raw.links as links using (link_id)
where fetches.run_id = $run_id
group by all
order by fetches.source_id, links.link_type, url_count desc, fetches.outcome, fetches.reason
