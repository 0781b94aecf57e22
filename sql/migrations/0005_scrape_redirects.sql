-- The way that a fetch went.
alter table raw.fetches add column redirects varchar[];

comment on column raw.fetches.redirects is 'URLs on the way to final_url, the asked one first; null where there was no redirect.';
