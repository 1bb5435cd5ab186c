-- What a question asks for, when its answer is missing or not one of its own.
CREATE FUNCTION app.form_label(p_type text, p_lowest int, p_highest int) RETURNS text
LANGUAGE sql IMMUTABLE
AS $$
    SELECT CASE p_type
           WHEN 'likert_1_5' THEN 'Choose one of the five answers'
           WHEN 'scale_0_10' THEN 'Choose a number from ' || p_lowest || ' to ' || p_highest
           WHEN 'single_choice' THEN 'Choose one answer'
           WHEN 'multi_choice' THEN 'Choose at least one answer'
           ELSE 'Write your answer' END
$$;
