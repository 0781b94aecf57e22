-- Places of articles carry the day of their version, and what their surest mention says.
-- That mention is found by the numbers of rows: a database of ten million mentions has to go through here with little
-- memory, and numbers are put by on disk where letters are not. (They are of rows that are committed: so this is a
-- step of its own.)
create table core.new_article_places (
    version_id varchar not null,
    place_id varchar not null,
    role varchar not null,
    mention_count bigint not null,
    weight double not null,
    confidence double not null,
    is_focus boolean not null,
    loaded_at timestamptz not null,
    day date not null,
    precision varchar,
    coordinate_uncertainty_m double,
    georeference_protocol varchar,
    surest_mention_id varchar,
    check (mention_count >= 1)
);

create temp table surest as
select
    article_places.rowid as place,
    max(
        (mentions.confidence * 1000000000)::bigint::hugeint * 1000000000000::hugeint + mentions.rowid
    ) % 1000000000000::hugeint as mention,
from core.mentions as mentions
inner join core.article_places as article_places using (version_id, place_id, role)
group by article_places.rowid;

create temp table said as
select
    surest.place,
    mentions.precision,
    mentions.coordinate_uncertainty_m,
    mentions.georeference_protocol,
    mentions.mention_id as surest_mention_id,
from surest
inner join core.mentions as mentions on mentions.rowid = surest.mention::bigint;

insert into core.new_article_places by name
select
    article_places.*,
    coalesce(versions.day, make_timestamp(epoch_us(article_places.loaded_at))::date) as day,
    said.* exclude (place),
from core.article_places as article_places
left join core.article_versions as versions using (version_id)
left join said on said.place = article_places.rowid;

drop table temp.surest;

drop table temp.said;

drop table core.article_places;

alter table core.new_article_places rename to article_places;

comment on table core.article_places is 'How a version of an article relates to a place.';
comment on column core.article_places.version_id is 'Id of the version: digest of article_id and text_digest.';
comment on column core.article_places.place_id is 'Id of the place: ''geonames:'' and GeoNames'' number, or ''dateline:'' and a name where GeoNames has none.';
comment on column core.article_places.role is '''location_created'' (written there), ''content_location'' (about it) or ''mentioned''.';
comment on column core.article_places.mention_count is 'Mentions of the place in this role.';
comment on column core.article_places.weight is 'Share of the article that is about the place, 0 to 1.';
comment on column core.article_places.confidence is 'Confidence of the surest mention.';
comment on column core.article_places.is_focus is 'Whether the place is one that the article is mainly about.';
comment on column core.article_places.loaded_at is 'When this row was written here last; an unchanged row keeps it.';
comment on column core.article_places.day is 'Day of its version: what was said in some days is found by it.';
comment on column core.article_places.precision is 'How fine the place is known, by the surest mention.';
comment on column core.article_places.coordinate_uncertainty_m is 'Radius around the reference point that holds what is meant, in metres, by the surest mention.';
comment on column core.article_places.georeference_protocol is 'The rule that decided the surest mention.';
comment on column core.article_places.surest_mention_id is 'The mention with the highest confidence.';
