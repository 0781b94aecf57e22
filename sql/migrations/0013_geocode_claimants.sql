-- Who claims a place; null in rows of before, empty where no two states do.
alter table core.places add column claimants varchar[];

comment on column core.places.claimants is 'Country codes of every state that claims it, of a disputed place: empty of any other.';
