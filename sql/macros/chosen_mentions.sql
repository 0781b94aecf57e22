-- Mentions that the filters of a command mean; a filter that is null filters nothing. All are asked of one mention.
create or replace macro chosen_mentions(on_place, in_place, in_role, of_kind, at_least) as table
    select
        mentions.mention_id,
        mentions.version_id,
    from core.mentions as mentions
    where (on_place is null or mentions.place_id = on_place)
        and (in_place is null or mentions.place_id in (select place_id from within_place(in_place)))
        and (in_role is null or mentions.role = in_role)
        and (of_kind is null or mentions.mention_kind = of_kind)
        and (at_least is null or mentions.confidence >= at_least);

comment on macro table chosen_mentions is 'Mentions on a place, in a place, in a role, of a kind, at least so sure; what is null filters nothing.';
