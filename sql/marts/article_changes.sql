-- Changed articles: each later version beside the one before it.
create or replace view marts.article_changes as
select
    later.article_id,
    articles.source_id,
    articles.url,
    later.version_number,
    earlier.headline as headline_before,
    later.headline as headline_after,
    earlier.word_count as word_count_before,
    later.word_count as word_count_after,
    earlier.headline is distinct from later.headline as has_new_headline,
    earlier.body_digest <> later.body_digest as has_new_body,
    earlier.fetched_at as fetched_at_before,
    later.fetched_at as fetched_at_after,
    earlier.version_id as version_id_before,
    later.version_id as version_id_after,
from core.article_versions as later
inner join core.article_versions as earlier
    on earlier.article_id = later.article_id and earlier.version_number = later.version_number - 1
inner join core.articles as articles on articles.article_id = later.article_id;

comment on view marts.article_changes is 'Changed articles: each later version beside the one before it.';
comment on column marts.article_changes.url is 'Address of the article.';
comment on column marts.article_changes.headline_before is 'Headline of the version before.';
comment on column marts.article_changes.headline_after is 'Headline of the later version.';
comment on column marts.article_changes.word_count_before is 'Words in the body of the version before.';
comment on column marts.article_changes.word_count_after is 'Words in the body of the later version.';
comment on column marts.article_changes.has_new_headline is 'Whether the headline changed.';
comment on column marts.article_changes.has_new_body is 'Whether the body changed, white space and case aside.';
comment on column marts.article_changes.fetched_at_before is 'When the version before was fetched.';
comment on column marts.article_changes.fetched_at_after is 'When the later version was fetched.';
comment on column marts.article_changes.version_id_before is 'The version before.';
comment on column marts.article_changes.version_id_after is 'The later version.';
