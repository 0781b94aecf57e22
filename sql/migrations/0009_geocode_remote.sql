-- Reference: what remote geocoders said of names that the gazetteer does not know.
create table ref.geocode_cache (
    service varchar not null,
    query varchar not null,
    exact varchar not null,
    outcome varchar not null,
    address varchar,
    decimal_latitude double,
    decimal_longitude double,
    raw varchar,
    licence varchar not null,
    attribution varchar not null,
    asked_at timestamptz not null,
    primary key (service, query),
    check (outcome in ('found', 'miss'))
);

comment on table ref.geocode_cache is 'Answers and misses of a remote geocoder (off unless dateline.toml names one); they are no places of the gazetteer.';
comment on column ref.geocode_cache.service is 'Service that was asked.';
comment on column ref.geocode_cache.query is 'Folded name: lower case, without accents and stops.';
comment on column ref.geocode_cache.exact is 'Name as it was asked.';
comment on column ref.geocode_cache.outcome is '''found'' or ''miss''.';
comment on column ref.geocode_cache.address is 'Address that the service gives.';
comment on column ref.geocode_cache.decimal_latitude is 'Latitude in degrees (WGS 84), as the service gives it.';
comment on column ref.geocode_cache.decimal_longitude is 'Longitude in degrees (WGS 84), as the service gives it.';
comment on column ref.geocode_cache.raw is 'Answer of the service, as JSON.';
comment on column ref.geocode_cache.licence is 'Licence of the answer.';
comment on column ref.geocode_cache.attribution is 'What must be said wherever the answer is shown.';
comment on column ref.geocode_cache.asked_at is 'When it was asked.';
