"""The rows that `bench/desk.py` measures, made by Postgres itself: a newsroom after some years.

Of ten quotes eight are public, the others are drafts, in review or withdrawn. Words follow a
skewed distribution, as do speakers: a few stand nearly everywhere, most hardly anywhere.
"""

ID = "translate(substr(md5('{}' || {}), 1, 12), 'ilou', '2345')"


def key(letter, number):
    """SQL for a public id that follows from a number."""
    return ID.format(letter, number)


SPEAKERS, ARTICLES, CLAIMS, OUTLETS = 20_000, 50_000, 30_000, 2_000
NO_CHECKS = """
DO $$ DECLARE one record; BEGIN
  FOR one IN SELECT conrelid::regclass AS place, conname FROM pg_constraint
    WHERE contype = 'c' AND connamespace = 'public'::regnamespace AND conrelid <> 0 LOOP
    EXECUTE format('ALTER TABLE %%s DROP CONSTRAINT %%I', one.place, one.conname);
  END LOOP;
END $$"""
MAKES = {
    "no checks": NO_CHECKS,
    "words": """
        CREATE UNLOGGED TABLE bench_word AS SELECT g AS place,
          (ARRAY['ba','ce','di','fo','gu','ha','ke','li','mo','nu','pra','stel','vo','win','za'])
            [1 + g %% 15] ||
          (ARRAY['ra','te','mi','no','lus','dan','per','sto','ki','vel','go'])[1 + g / 15 %% 11] ||
          CASE WHEN g >= 165 THEN
          (ARRAY['ment','tion','ling','der','bach','ford','mont','ville','son','berg','gate','hill',
            'port','wood','land','field','ton','ham','ley','bury'])[1 + g / 165 %% 20]
            ELSE '' END || CASE WHEN g >= 3300 THEN substr(md5(g::text), 1, 3) ELSE '' END AS word
        FROM generate_series(0, 29999) g""",
    "their places": "ALTER TABLE bench_word ADD PRIMARY KEY (place)",
    "speakers": f"""
        INSERT INTO quotes_speaker (public_id, name, sort_name, slug, kind, description,
          private_person, edit_version)
        SELECT {key("s", "g")}, initcap(a.word) || ' ' || initcap(b.word) || ' ' || g,
          initcap(b.word) || ', ' || g, 's-' || g, 'person', '', false, 1
        FROM generate_series(1, {SPEAKERS}) g
        JOIN bench_word a ON a.place = g %% 300 JOIN bench_word b ON b.place = 200 + g %% 9000""",
    "names": """
        INSERT INTO quotes_speakername (speaker_id, text, kind, language)
        SELECT id, name, 'full', '' FROM quotes_speaker
        UNION ALL SELECT id, split_part(name, ' ', 2), 'short', '' FROM quotes_speaker""",
    "outlets": f"""
        INSERT INTO sources_outlet (public_id, name, slug, kind, homepage, country, language,
          edit_version)
        SELECT {key("o", "g")}, 'Outlet ' || g, 'o-' || g, 'newspaper', '', 'XX', 'en', 1
        FROM generate_series(1, {OUTLETS}) g""",
    "articles": f"""
        INSERT INTO sources_article (public_id, title, kind, language, byline, live_status,
          published_precision, edit_version, published_earliest, published_latest, outlet_id)
        SELECT {key("a", "g")}, 'Report ' || g || ' of ' || a.word || ' and ' || b.word, 'article',
          'en', '', CASE WHEN g %% 1000 = 0 THEN 'changed' ELSE 'live' END, 'day', 1,
          date '2016-01-01' + (g %% 3650), date '2016-01-01' + (g %% 3650),
          (SELECT min(id) FROM sources_outlet) + floor({OUTLETS} * power(random(), 3))::int
        FROM generate_series(1, {ARTICLES}) g
        JOIN bench_word a ON a.place = g %% 400 JOIN bench_word b ON b.place = 200 + g %% 9000""",
    "snapshots": f"""
        INSERT INTO sources_snapshot (public_id, text, sha256, raw_type, taken_at, method,
          archive_url, article_id)
        SELECT {key("n", "id")}, repeat('Words of the article. ', 100), md5(id::text), '', now(),
          'paste', '', id FROM sources_article""",
    "quotes": f"""
        INSERT INTO quotes_quote (public_id, original_language, status, attribution_status, note,
          said_precision, said_earliest, said_latest, edit_version, withdrawal_reason,
          withdrawal_note, published_at, withdrawn_at)
        SELECT {key("q", "g")}, 'en', status, CASE WHEN g %% 50 = 0 THEN 'disputed'
            ELSE 'attributed' END, '', 'day', day, day, 1,
          CASE WHEN status = 'withdrawn' THEN 'error' ELSE '' END, '',
          CASE WHEN status IN ('published', 'withdrawn')
            THEN now() - (%(quotes)s - g) * interval '1 minute' END,
          CASE WHEN status = 'withdrawn' THEN now() END
        FROM (SELECT g, date '2016-01-01' + (g %% 3650) AS day,
          CASE WHEN g %% 200 = 0 THEN 'in_review' WHEN g %% 211 = 0 THEN 'withdrawn'
            WHEN g %% 5 = 0 THEN 'draft' ELSE 'published' END AS status
          FROM generate_series(1, %(quotes)s) g) AS made""",
    "wordings": f"""
        INSERT INTO quotes_wording (public_id, quote_id, text, language, norm_hash, is_original,
          translator, fidelity, published_at)
        SELECT {key("w", "q.id")}, q.id, initcap(split_part(said.text, ' ', 1)) || ' the '
            || said.text, 'en', substr(md5(q.id::text), 1, 16), true, 'none', 'verbatim',
          q.published_at
        FROM quotes_quote q CROSS JOIN LATERAL (
          SELECT string_agg((SELECT word FROM bench_word b WHERE b.place = drawn.place), ' ')
            AS text FROM (SELECT floor(30000 * power(random(), 5))::int AS place
            FROM generate_series(1, 12 + (q.id %% 8)::int)) AS drawn) AS said""",
    "preferred wordings": """
        UPDATE quotes_quote q SET preferred_wording_id = w.id FROM quotes_wording w
        WHERE w.quote_id = q.id""",
    "attributions": f"""
        INSERT INTO quotes_attribution (public_id, quote_id, speaker_id, rank, reason, note,
          published_at)
        SELECT {key("t", "q.id")}, q.id, (SELECT min(id) FROM quotes_speaker)
          + floor(power(random(), 3) * {SPEAKERS})::int, 'preferred', 'supported', '',
          q.published_at FROM quotes_quote q""",
    "occurrences": f"""
        INSERT INTO quotes_occurrence (public_id, form, cue, hedge, evidentiality,
          printed_speaker, printed_role, anchor, snapshot_id, wording_id, published_at)
        SELECT {key("p", "w.id")}, 'direct', '', 'none', 'first_hand', '', '', 'exact',
          (SELECT min(id) FROM sources_snapshot) + (w.id %% {ARTICLES}), w.id, w.published_at
        FROM quotes_wording w""",
    "suggestions": f"""
        INSERT INTO quotes_candidate (public_id, edit_version, start, "end", spans, form, cue,
          hedge, speaker_text, speaker_name, speaker_kind, role, details, score, ready, origin,
          extractor_version, decision, snapshot_id, decided_at, decided_by_id, occurrence_id)
        SELECT {key("c", "o.id")}, 1, 60 * (o.wording_id / {ARTICLES}),
          60 * (o.wording_id / {ARTICLES}) + 40,
          jsonb_build_array(jsonb_build_array(60 * (o.wording_id / {ARTICLES}),
            60 * (o.wording_id / {ARTICLES}) + 40)), 'direct', '', 'none', '', a.word,
          'person', '', '{{}}', random(), o.id %% 3 = 0, 'extractor', '1',
          CASE WHEN o.id %% 25 = 0 THEN 'new' ELSE 'accepted' END, o.snapshot_id,
          CASE WHEN o.id %% 25 > 0 THEN now() END,
          CASE WHEN o.id %% 25 > 0 THEN (SELECT id FROM auth_user WHERE username = 'bench') END,
          CASE WHEN o.id %% 25 > 0 THEN o.id END
        FROM quotes_occurrence o JOIN bench_word a ON a.place = o.id %% 9000""",
    "claims": f"""
        INSERT INTO quotes_claim (public_id, edit_version, text, language, slug, kind, status,
          about_precision)
        SELECT {key("l", "g")}, 1, 'The ' || a.word || ' had ' || g || ' of ' || b.word, 'en',
          'c-' || g, 'factual', CASE WHEN g %% 100 = 0 THEN 'needs_reassessment'
          WHEN g %% 2 = 0 THEN 'assessed' ELSE 'open' END, 'unknown'
        FROM generate_series(1, {CLAIMS}) g
        JOIN bench_word a ON a.place = g %% 400 JOIN bench_word b ON b.place = 200 + g %% 9000""",
    "claims of quotes": f"""
        INSERT INTO quotes_claimquote (claim_id, quote_id, relation, published_at)
        SELECT (SELECT min(id) FROM quotes_claim) + (id %% {CLAIMS}), id, 'asserts', published_at
        FROM quotes_quote WHERE id %% 10 = 1""",
    "assessments": f"""
        INSERT INTO quotes_assessment (public_id, edit_version, summary, reasoning, language,
          as_of, state, author_id, claim_id, rating_id, scale_id, published_at, approved_at,
          approved_by_id, published_by_id)
        SELECT {key("m", "c.id")}, 1, 'It is as it is: ' || c.text, '', 'en',
          date '2024-01-01' + (c.id %% 900)::int,
          CASE WHEN c.id %% 50 = 0 THEN 'submitted' ELSE 'published' END,
          (SELECT id FROM auth_user WHERE username = 'other'), c.id, r.id, r.scale_id,
          CASE WHEN c.id %% 50 > 0 THEN now() END, CASE WHEN c.id %% 50 > 0 THEN now() END,
          CASE WHEN c.id %% 50 > 0 THEN (SELECT id FROM auth_user WHERE username = 'bench') END,
          CASE WHEN c.id %% 50 > 0 THEN (SELECT id FROM auth_user WHERE username = 'bench') END
        FROM quotes_claim c JOIN quotes_rating r ON r.slug = 'confirmed'
        WHERE c.status <> 'open'""",
    "evidence": """
        INSERT INTO quotes_evidence (assessment_id, url, quoted_text, stance, "primary")
        SELECT id, 'https://register.example/' || id, '',
          CASE WHEN id %% 400 = 0 THEN 'refutes' ELSE 'supports' END, true
        FROM quotes_assessment""",
    "corrections": f"""
        INSERT INTO quotes_correction (public_id, number, tier, what_was_wrong, what_changed,
          language, reported_by, quote_id, approved_by_id)
        SELECT {key("k", "id")}, row_number() OVER (ORDER BY id), 'correction', 'A day.', 'A day.',
          'en', '', id, (SELECT id FROM auth_user WHERE username = 'bench')
        FROM quotes_quote WHERE status = 'published' AND id %% 200 = 1""",
    "reports": f"""
        INSERT INTO quotes_readerreport (public_id, edit_version, kind, text, contact, outcome,
          due, quote_id)
        SELECT {key("r", "id")}, 1, 'error', 'The day is wrong.', '', '', date '2027-01-01', id
        FROM quotes_quote WHERE status = 'published' AND id %% 500 = 1""",
    "changes that wait": f"""
        INSERT INTO quotes_waitingedit (public_id, edit_version, model, row_id, values, kind,
          reason, answer, seen, taken, quote_id, proposed_by_id)
        SELECT {key("e", "id")}, 1, 'wording', preferred_wording_id, '{{}}', 'typo', '', '', '{{}}',
          false, id, (SELECT id FROM auth_user WHERE username = 'bench')
        FROM quotes_quote WHERE status = 'published' AND id %% 20000 = 1""",
    "quotes with changes": """
        INSERT INTO quotes_changed SELECT DISTINCT quote_id FROM quotes_waitingedit""",
    "public quotes": """
        INSERT INTO published_publishedquote (public_id, version, digest, published_at,
          updated_at, list_json, detail_json, speaker, speaker_kind, attributed_to, position,
          position_kind, organisation, country, outlets, articles, topics, language, form,
          attribution, evidentiality, occasion, has_original, said_earliest, said_latest,
          sort_day, reach_articles, reach_outlets, reach_roots, search)
        SELECT q.public_id, 1, '', q.published_at, q.published_at, '{}', '{}', '', '', '{}', '',
          '', '', '', '{}', '{}', '{}', 'en', 'direct', 'attributed', 'first_hand', 'unknown',
          true, q.said_earliest, q.said_latest, q.said_latest, 1, 1, 1,
          published_words('qt_english', w.text)
        FROM quotes_quote q JOIN quotes_wording w ON w.id = q.preferred_wording_id
        WHERE q.status = 'published'""",
}  # fmt: skip
