-- Mentions carry the day of their version.
create table core.new_mentions (
    mention_id varchar not null using compression uncompressed,
    version_id varchar not null,
    text_field varchar not null,
    start_char bigint not null,
    end_char bigint not null,
    exact varchar not null,
    mention_kind varchar not null,
    role varchar not null,
    place_id varchar,
    precision varchar not null,
    coordinate_uncertainty_m double,
    confidence double not null,
    georeference_protocol varchar not null,
    reason varchar,
    runner_up_place_id varchar,
    geocoder_version varchar not null,
    loaded_at timestamptz not null,
    day date not null,
    check (end_char > start_char)
);

insert into core.new_mentions by name
select
    mentions.*,
    coalesce(versions.day, make_timestamp(epoch_us(mentions.loaded_at))::date) as day,
from core.mentions as mentions
left join core.article_versions as versions using (version_id);

drop table core.mentions;

alter table core.new_mentions rename to mentions;

comment on table core.mentions is 'Spans of one text field of one version that name a place, and what each was taken for.';
comment on column core.mentions.mention_id is 'Id of the mention: digest of version_id, text_field, start_char and end_char.';
comment on column core.mentions.version_id is 'Id of the version: digest of article_id and text_digest.';
comment on column core.mentions.text_field is 'Field that it stands in: ''headline'' ''description'' ''image_caption'' ''dateline'' ''article_body''.';
comment on column core.mentions.start_char is 'Where it starts in that field, in code points from 0.';
comment on column core.mentions.end_char is 'Where it ends, the first code point after it.';
comment on column core.mentions.exact is 'The words themselves.';
comment on column core.mentions.mention_kind is '''name'' ''demonym'' ''metonym'' ''embedded''.';
comment on column core.mentions.role is '''location_created'' (written there), ''content_location'' (about it) or ''mentioned''.';
comment on column core.mentions.place_id is 'Place that it was taken for; empty where it stays unresolved.';
comment on column core.mentions.precision is 'How fine the place is known: ''site'' ''town'' ''district'' ''province'' ''country'' ''water'' ''region'' ''unknown''.';
comment on column core.mentions.coordinate_uncertainty_m is 'Radius around the reference point that holds what is meant, in metres.';
comment on column core.mentions.confidence is 'How likely the place is right, 0 to 1.';
comment on column core.mentions.georeference_protocol is 'The rule that decided.';
comment on column core.mentions.reason is 'Why it stays unresolved.';
comment on column core.mentions.runner_up_place_id is 'The place that came second.';
comment on column core.mentions.geocoder_version is 'Version of the geocoder and its gazetteer.';
comment on column core.mentions.loaded_at is 'When this row was written here last; an unchanged row keeps it.';
comment on column core.mentions.day is 'Day of its version: what was said in some days is found by it.';
