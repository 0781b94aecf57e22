-- Which articles were changed after they were published, and how?
select
    fetched_at_after,
    source_id,
    headline_before,
    headline_after,
    word_count_after - word_count_before as words_added,
    url,
from marts.article_changes
order by fetched_at_after desc
