-- One story.
select *
from marts.stories
where story_id = $id
