-- Questions that count stories looked for those with copies among all articles, each time. Most stories are one
-- article; the articles of the few others are kept here too, by each load, and are all that such a question reads.
create table core.story_articles (
    story_id varchar not null using compression uncompressed,
    article_id varchar not null using compression uncompressed,
    source_id varchar not null,
    current_version_id varchar not null using compression uncompressed,
    url varchar not null,
    day date not null
);

insert into core.story_articles by name
select
    story_id,
    article_id,
    source_id,
    current_version_id,
    url,
    day,
from core.articles
where story_id in (select story_id from core.articles where story_id <> article_id);

comment on table core.story_articles is 'The articles of stories that more than one article carries, copied from core.articles by each load; a story that is not here is one article.';
comment on column core.story_articles.story_id is 'Id of the story: article_id of the article that had the text first.';
comment on column core.story_articles.article_id is 'Id of the article: digest of its canonical URL.';
comment on column core.story_articles.source_id is 'Source that it is from.';
comment on column core.story_articles.current_version_id is 'The version of it that stands now.';
comment on column core.story_articles.url is 'Address where it was found first.';
comment on column core.story_articles.day is 'Day of publication on the publisher''s calendar; else in UTC; else the day it was seen first.';
