-- Point articles to the new form of their current version.
update core.articles as articles
set current_version_id = chosen.new_version_id, loaded_at = $now::timestamptz
from chosen
where articles.current_version_id = chosen.old_version_id
