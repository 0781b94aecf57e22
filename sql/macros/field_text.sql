-- The text of one field of a version.
create or replace macro field_text(text_field, headline, description, image_caption, dateline, article_body) as
    case text_field
        when 'article_body' then article_body
        when 'headline' then headline
        when 'description' then description
        when 'image_caption' then image_caption
        when 'dateline' then dateline
    end;

comment on macro field_text is 'Text of one field of a version: the name of the field, then the five fields.';
