-- Where a source was taken to be at home when places were chosen, so that the choice can be made again.
alter table core.article_versions add column source_home varchar;

comment on column core.article_versions.source_home is 'Where its source was taken to be at home when places were chosen, as JSON: country, and what its articles of earlier days told: shares by first-order unit, and a point. Null in rows of before.';
