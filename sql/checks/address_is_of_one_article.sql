-- A canonical address is that of one article.
-- severity: error
-- scope: base
select
    canonical_url,
    list(article_id order by article_id) as article_ids,
from core.articles
where canonical_url in (select canonical_url from core.articles where loaded_at >= $since)
group by canonical_url
having count(*) > 1
