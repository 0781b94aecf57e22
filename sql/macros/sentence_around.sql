-- The sentence around a span, on one line; where it is longer than 500 code points to a side, dots say so.
create or replace macro sentence_around(text, start_char, end_char) as
    if(length(before_in_sentence(text, start_char)) = 500, '… ', '')
    || regexp_replace(
        trim(
            substring(
                text,
                start_char - length(before_in_sentence(text, start_char)) + 1,
                length(before_in_sentence(text, start_char))
                + end_char - start_char
                + length(after_in_sentence(text, end_char))
            ),
            e' \t\r\n'
        ),
        '\s+',
        ' ',
        'g'
    )
    || if(length(after_in_sentence(text, end_char)) = 500, ' …', '');

comment on macro sentence_around is 'Sentence around a span of a text, given the offsets of the span in code points.';
