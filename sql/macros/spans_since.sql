-- Mentions loaded since an instant, each with the text of its field; null where its version has none, or is not there.
create or replace macro spans_since(instant) as table (
    with
    spans as (
        select *
        from core.mentions
        where loaded_at >= instant
    ),

    fresh as (
        select version_id
        from core.article_versions
        where loaded_at >= instant
    ),

    -- What came with its version needs no look at all the versions there are.
    texts as (
        select *
        from core.article_versions
        where loaded_at >= instant
        union all
        select *
        from core.article_versions
        where loaded_at < instant
            and version_id in (select version_id from spans where version_id not in (select version_id from fresh))
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
