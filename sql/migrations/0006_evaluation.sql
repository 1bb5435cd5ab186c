-- Forms, their questions, and what people answered.

CREATE TABLE lectern.form (
    id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    code      text NOT NULL,
    version   text NOT NULL,
    title     text NOT NULL,
    stage     text NOT NULL,
    minutes   int,
    opens     text NOT NULL DEFAULT '',
    closes    text NOT NULL DEFAULT '',
    open_days int NOT NULL DEFAULT 28,
    detail    jsonb NOT NULL DEFAULT '{}',
    UNIQUE (code, version),
    CONSTRAINT form_stage CHECK (stage IN ('pre', 'post', 'impact_3_month', 'post_short'))
);
COMMENT ON COLUMN lectern.form.open_days IS 'How many days after the end of the last part answers can be given or changed.';
COMMENT ON COLUMN lectern.form.opens IS 'When it opens and closes, in the words of the import.';
COMMENT ON COLUMN lectern.form.detail IS 'Reminders, gates, prefill: kept for the steps that use them.';

CREATE TABLE lectern.form_section (
    form        bigint NOT NULL REFERENCES lectern.form,
    position    int NOT NULL,
    code        text NOT NULL,
    title       text NOT NULL,
    respondent  text NOT NULL DEFAULT 'person',
    PRIMARY KEY (form, position),
    CONSTRAINT section_respondent CHECK (respondent IN ('person', 'manager'))
);

CREATE TABLE lectern.question (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    form          bigint NOT NULL REFERENCES lectern.form,
    section       int NOT NULL,
    position      int NOT NULL,
    code          text NOT NULL,
    words         text NOT NULL,
    type          text NOT NULL,
    required      boolean NOT NULL DEFAULT false,
    lowest        int,
    highest       int,
    lowest_words  text NOT NULL DEFAULT '',
    highest_words text NOT NULL DEFAULT '',
    not_applicable boolean NOT NULL DEFAULT false,
    min_selected  int NOT NULL DEFAULT 0,
    max_length    int,
    lines         int NOT NULL DEFAULT 4,
    other_text    boolean NOT NULL DEFAULT false,
    show_if       jsonb,
    pair          text,
    pair_side     text,
    in_statistics boolean NOT NULL DEFAULT true,
    detail        jsonb NOT NULL DEFAULT '{}',
    UNIQUE (form, code),
    UNIQUE (form, section, position),
    FOREIGN KEY (form, section) REFERENCES lectern.form_section,
    CONSTRAINT question_type CHECK (type IN ('likert_1_5', 'scale_0_10', 'single_choice', 'multi_choice', 'free_text')),
    CONSTRAINT question_range CHECK (lowest < highest)
);
COMMENT ON COLUMN lectern.question.code IS 'Never changes once a version has answers; also the name of the field.';
COMMENT ON COLUMN lectern.question.show_if IS '{"question": code, "equals": value} or {"question": code, "in": [values]} or {"form_missing": form code}.';
COMMENT ON COLUMN lectern.question.in_statistics IS 'False: a request for a call, which alerts people and is counted nowhere.';
COMMENT ON COLUMN lectern.question.pair IS 'Asked before, after and later under this name, so that change can be told.';

CREATE TABLE lectern.question_option (
    question   bigint NOT NULL REFERENCES lectern.question,
    position   int NOT NULL,
    value      text NOT NULL,
    words      text NOT NULL,
    exclusive  boolean NOT NULL DEFAULT false,
    alert      boolean NOT NULL DEFAULT false,
    PRIMARY KEY (question, position),
    UNIQUE (question, value)
);
COMMENT ON COLUMN lectern.question_option.exclusive IS 'Clears the others, such as "Nothing I can see".';
COMMENT ON COLUMN lectern.question_option.alert IS 'Choosing it alerts named people at once.';

CREATE TABLE lectern.response (
    id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    form     bigint NOT NULL REFERENCES lectern.form,
    booking  bigint NOT NULL REFERENCES lectern.booking,
    session  bigint NOT NULL REFERENCES lectern.session,
    made     timestamptz NOT NULL DEFAULT lectern.clock(),
    changed  timestamptz NOT NULL DEFAULT lectern.clock(),
    CONSTRAINT one_response UNIQUE (form, booking)
);
CREATE INDEX response_session ON lectern.response (session);

CREATE TABLE lectern.answer (
    response        bigint NOT NULL REFERENCES lectern.response ON DELETE CASCADE,
    question        bigint NOT NULL REFERENCES lectern.question,
    number          int,
    choices         text[],
    words           text,
    not_applicable  boolean NOT NULL DEFAULT false,
    PRIMARY KEY (response, question),
    CONSTRAINT answer_says_something CHECK (number IS NOT NULL OR choices IS NOT NULL OR words IS NOT NULL OR not_applicable)
);
CREATE INDEX answer_question ON lectern.answer (question);
COMMENT ON COLUMN lectern.answer.number IS 'Of a scale; 0 is an answer, "not applicable" is none.';
COMMENT ON COLUMN lectern.answer.words IS 'Free text, or what was written beside "another".';

CREATE TABLE lectern.alert (
    id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    booking   bigint NOT NULL REFERENCES lectern.booking,
    question  bigint NOT NULL REFERENCES lectern.question,
    value     text NOT NULL,
    raised    timestamptz NOT NULL DEFAULT lectern.clock(),
    settled   timestamptz,
    by        bigint REFERENCES lectern.person,
    note      text NOT NULL DEFAULT '',
    CONSTRAINT settled_by_someone CHECK ((settled IS NULL) = (by IS NULL)),
    CONSTRAINT settled_with_a_note CHECK (settled IS NULL OR note <> '')
);
CREATE UNIQUE INDEX one_open_alert ON lectern.alert (booking, question, value) WHERE settled IS NULL;
CREATE INDEX alert_open ON lectern.alert (raised) WHERE settled IS NULL;
CREATE INDEX alert_booking ON lectern.alert (booking);
COMMENT ON TABLE lectern.alert IS 'Someone asked to be called, or had a need that was not met: a person must act.';
COMMENT ON COLUMN lectern.alert.note IS 'What was done about it, by whoever settled it.';
