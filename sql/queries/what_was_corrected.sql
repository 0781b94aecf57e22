-- What was corrected, and does the text say so?
select
    seen_at,
    source_id,
    headline,
    has_notice,
    removed,
    added,
    canonical_url as url,
from marts.corrections
where change_type = 'correction'
order by seen_at desc
