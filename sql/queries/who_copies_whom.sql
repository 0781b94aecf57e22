-- Which stories stand on the most sites, whose are they, and how alike are the copies?
select
    headline,
    original_source_id,
    agency,
    source_count,
    article_count,
    least_similarity,
    rewrite_count,
from marts.stories
where article_count > 1 or rewrite_count > 0
order by source_count desc, article_count desc
