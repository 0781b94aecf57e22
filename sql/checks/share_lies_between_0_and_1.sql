-- Confidence and weight are shares: between 0 and 1.
-- severity: error
-- scope: batch
select
    'core.mentions' as table_name,
    mention_id as row_id,
    confidence as share,
from core.mentions
where loaded_at >= $since
    and not confidence between 0 and 1
union all
select
    'core.article_places',
    version_id || ' ' || place_id,
    if(confidence between 0 and 1, weight, confidence),
from core.article_places
where loaded_at >= $since
    and not (confidence between 0 and 1 and weight between 0 and 1)
