-- What did publishers take back?
select
    withdrawn_at,
    source_id,
    headline,
    http_status,
    is_back,
    canonical_url as url,
from marts.withdrawals
order by withdrawn_at desc, url
