-- What a question asks for, when its answer is missing or not one of its own.
CREATE FUNCTION app.form_label(p_type text, p_words text) RETURNS text
LANGUAGE sql IMMUTABLE
AS $$
    SELECT CASE p_type
           WHEN 'likert_1_5' THEN 'Choose one of the five answers'
           WHEN 'scale_0_10' THEN 'Choose a number from 0 to 10'
           WHEN 'single_choice' THEN 'Choose one answer'
           WHEN 'multi_choice' THEN 'Choose at least one answer'
           ELSE 'Write your answer' END || ': “' || p_words || '”'
$$;

-- When a question matters, for those whose browser cannot hide it.
CREATE FUNCTION app.depends_words(p_form bigint, p_on text, p_values text[]) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp
AS $$
    SELECT 'If you chose ' || string_agg('“' || o.words || '”', ' or ' ORDER BY o.position)
      FROM question q
      JOIN question_option o ON o.question = q.id AND o.value = ANY (p_values)
     WHERE q.form = p_form AND q.code = p_on
$$;
