-- Mentions loaded since an instant, each with the text of its field; null where its version has none, or is not there.
create or replace macro spans_since(instant) as table (
    with
    spans as (
        select *
        from core.mentions
        where loaded_at >= instant
    ),

    -- The texts of new mentions are read by their place in the table, and no other texts are.
    named as (
        select rowid as place
        from core.article_versions
        where version_id in (select version_id from spans)
    ),

    texts as (
        select versions.*
        from named
        inner join core.article_versions as versions on versions.rowid = named.place
    )

    select
        spans.mention_id,
        spans.version_id,
        spans.text_field,
        spans.start_char,
        spans.end_char,
        spans.exact,
        field_text(
            spans.text_field,
            texts.headline,
            texts.description,
            texts.image_caption,
            texts.dateline,
            texts.article_body
        ) as text,
    from spans
    left join texts on texts.version_id = spans.version_id
);

comment on macro table spans_since is 'Mentions that were loaded since an instant, with the text of their field.';
