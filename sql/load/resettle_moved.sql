-- Articles of which a version in `chosen` will have another body, so that their story is to be settled again.
select distinct
    chosen.article_id,
from chosen
inner join core.article_versions as versions on versions.version_id = chosen.old_version_id
where versions.body_digest is distinct from json_extract_string(chosen.version, '$.body_digest')
