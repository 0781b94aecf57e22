-- Reference: how places lie in each other.
create schema ref;

create table ref.place_within (
    place_id varchar not null,
    container_id varchar not null,
    share double not null,
    primary key (place_id, container_id)
);

comment on table ref.place_within is 'What a place lies in: country, province, regions, waters.';
comment on column ref.place_within.place_id is 'Id of the place: ''geonames:'' and GeoNames'' number, or ''dateline:'' and a name where GeoNames has none.';
comment on column ref.place_within.container_id is 'Place that it lies in.';
comment on column ref.place_within.share is 'Share of the place that lies there, 0 to 1.';
