-- Field, kind, role and precision of a mention are among the words that the schema knows.
-- severity: error
-- scope: batch
select
    mention_id,
    text_field,
    mention_kind,
    role,
    precision,
from core.mentions
where loaded_at >= $since
    and not (
        text_field in ('headline', 'description', 'image_caption', 'dateline', 'article_body')
        and mention_kind in ('name', 'demonym', 'metonym', 'embedded')
        and role in ('location_created', 'content_location', 'mentioned')
        and precision in ('site', 'town', 'district', 'province', 'country', 'water', 'region', 'unknown')
    )
