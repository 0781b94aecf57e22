-- Point articles to the new form of their current version.
update core.articles as articles
set
    current_version_id = chosen.new_version_id,
    day = versions.day,
    loaded_at = $now::timestamptz
from chosen
inner join core.article_versions as versions on versions.version_id = chosen.new_version_id
where articles.current_version_id = chosen.old_version_id
