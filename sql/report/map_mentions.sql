-- The mentions of a map, place by place; an unresolved one has a reason and no place.
select
    mentions.mention_id,
    mentions.version_id,
    mentions.text_field,
    mentions.start_char,
    mentions.end_char,
    mentions.mention_kind,
    mentions.role,
    mentions.place_id,
    mentions.precision,
    mentions.confidence,
    mentions.georeference_protocol,
    mentions.reason,
from core.mentions as mentions
inner join core.articles as articles on articles.current_version_id = mentions.version_id
where (len($source::varchar[]) = 0 or list_contains($source::varchar[], articles.source_id))
    and ($place::varchar is null or mentions.place_id = $place)
    and (
        $within::varchar is null
        or mentions.place_id = $within
        or mentions.place_id in (
            select place_id from ref.place_within where container_id = $within and share >= 0.5
        )
    )
    and ($role::varchar is null or mentions.role = $role)
    and ($kind::varchar is null or mentions.mention_kind = $kind)
order by mentions.place_id, mentions.version_id, mentions.text_field, mentions.start_char
