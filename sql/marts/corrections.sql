-- Changed articles: what each later version corrected, brought or dropped, and when that was seen.
create or replace view marts.corrections as
select
    changes.change_type,
    articles.source_id,
    later.fetched_at as seen_at,
    earlier.fetched_at as seen_before_at,
    coalesce(later.headline, earlier.headline) as headline,
    if(changes.has_new_headline, earlier.headline, null) as headline_before,
    changes.has_notice,
    changes.removed,
    changes.added,
    articles.article_id,
    articles.canonical_url,
    later.version_number,
    changes.version_id,
    changes.previous_version_id,
from core.version_changes as changes
inner join core.article_versions as later on later.version_id = changes.version_id
inner join core.article_versions as earlier on earlier.version_id = changes.previous_version_id
inner join core.articles as articles on articles.article_id = later.article_id;

comment on view marts.corrections is 'Changed articles: what each later version corrected, brought or dropped, and when that was seen.';
comment on column marts.corrections.seen_at is 'When the later text was seen first.';
comment on column marts.corrections.seen_before_at is 'When the earlier text was seen first.';
comment on column marts.corrections.headline is 'Headline of the later version.';
comment on column marts.corrections.headline_before is 'Headline of the earlier version, where it changed.';
comment on column marts.corrections.removed is 'Sentences that are gone or were reworded.';
comment on column marts.corrections.added is 'Sentences that are new or reworded.';
