//! What is looked for: the words of actions, updates, evidence and agencies, kept by triggers in
//! the very transaction that changes a record, whoever changes it.
//!
//! The view `search_source` alone says which words those are. On SQLite they are indexed by FTS5,
//! on PostgreSQL as a `tsvector`; both make the same of a text: what is neither a letter nor a
//! digit parts words, accents do not count, and English words are cut to their stems.

use sea_orm_migration::{
    prelude::*,
    sea_orm::{ConnectionTrait, DbBackend},
};

#[derive(DeriveMigrationName)]
pub struct Migration;

/// The tables that are searched, each with its kind and the columns whose words are kept.
const SOURCES: [(&str, &str, &[&str]); 4] = [
    (
        "action",
        "action",
        &[
            "reference",
            "printed_ref",
            "title",
            "summary",
            "rationale",
            "parts",
        ],
    ),
    ("progress_update", "update", &["content"]),
    (
        "evidence",
        "evidence",
        &["title", "author", "year", "variants", "note"],
    ),
    (
        "agency",
        "agency",
        &["name", "abbreviation", "aliases", "role_note", "note"],
    ),
];

/// The words of an update, in the order in which they are read.
const WORDS: [&str; 5] = ["done", "changed", "next", "help", "difference"];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        let db = schema.get_connection();
        let statements = match db.get_database_backend() {
            DbBackend::Postgres => postgres(),
            _ => sqlite(),
        };
        for statement in statements {
            db.execute_unprepared(&statement).await?;
        }
        db.execute_unprepared(
            "INSERT INTO search_text (kind, record_id, plan_id, title, body) \
             SELECT kind, record_id, plan_id, title, body FROM search_source",
        )
        .await?;
        Ok(())
    }

    async fn down(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        let db = schema.get_connection();
        let postgres = db.get_database_backend() == DbBackend::Postgres;
        for (table, _, _) in SOURCES {
            for name in ["made", "changed", "removed"] {
                let on = if postgres {
                    format!(" ON {table}")
                } else {
                    String::new()
                };
                db.execute_unprepared(&format!("DROP TRIGGER {table}_search_{name}{on}"))
                    .await?;
            }
        }
        db.execute_unprepared("DROP TABLE search_text").await?;
        db.execute_unprepared(if postgres {
            "DROP FUNCTION search_keep()"
        } else {
            "DROP TABLE search_index"
        })
        .await?;
        db.execute_unprepared("DROP VIEW search_source").await?;
        Ok(())
    }
}

/// The view of all words. `list` gives the texts of a JSON array one a line, `member` a text of a
/// JSON object by the names that lead to it.
fn source(list: impl Fn(&str) -> String, member: impl Fn(&[&str]) -> String, line: &str) -> String {
    let lines = |texts: &[String]| {
        let texts: Vec<String> = texts
            .iter()
            .map(|text| format!("coalesce({text}, '')"))
            .collect();
        texts.join(&format!(" || {line} || "))
    };
    let column = |name: &str| name.to_owned();
    let mut update: Vec<String> = WORDS.iter().map(|word| member(&[word])).collect();
    update.push(member(&["recovery", "step"]));
    format!(
        "CREATE VIEW search_source AS \
         SELECT 'action' AS kind, id AS record_id, plan_id AS plan_id, \
             coalesce(reference, printed_ref) || ' ' || title AS title, {action} AS body FROM action \
         UNION ALL SELECT 'update', id, plan_id, '', {update} FROM progress_update \
         UNION ALL SELECT 'evidence', id, plan_id, title, {evidence} FROM evidence \
         UNION ALL SELECT 'agency', id, NULL, name, {agency} FROM agency",
        action = lines(&[column("summary"), column("rationale"), list("parts")]),
        update = lines(&update),
        evidence = lines(&[
            column("author"),
            "CAST(year AS text)".to_owned(),
            list("variants"),
            column("note"),
        ]),
        agency = lines(&[
            column("abbreviation"),
            list("aliases"),
            column("role_note"),
            column("note"),
        ]),
    )
}

/// Whether one of `columns` has changed.
fn differs(columns: &[&str], word: &str) -> String {
    let all: Vec<String> = columns
        .iter()
        .map(|column| format!("NEW.{column} {word} OLD.{column}"))
        .collect();
    all.join(" OR ")
}

fn sqlite() -> Vec<String> {
    let view = source(
        |column| format!("(SELECT group_concat(value, char(10)) FROM json_each({column}))"),
        |names| format!("json_extract(content, '$.{}')", names.join(".")),
        "char(10)",
    );
    let mut statements = vec![
        view,
        "CREATE TABLE search_text (id integer PRIMARY KEY, kind text NOT NULL, \
             record_id uuid_text NOT NULL, plan_id uuid_text, title text NOT NULL, body text NOT NULL)"
            .to_owned(),
        "CREATE UNIQUE INDEX search_text_record_id ON search_text (record_id)".to_owned(),
        "CREATE VIRTUAL TABLE search_index USING fts5(title, body, content = 'search_text', \
             content_rowid = 'id', tokenize = 'porter unicode61 remove_diacritics 2')"
            .to_owned(),
        // A word in a title says more than one in the text.
        "INSERT INTO search_index (search_index, rank) VALUES ('rank', 'bm25(8.0, 1.0)')".to_owned(),
        // What is taken out of a text is taken out of the index too, not only marked as gone.
        "INSERT INTO search_index (search_index, rank) VALUES ('secure-delete', 1)".to_owned(),
    ];
    let index =
        "INSERT INTO search_index (rowid, title, body) VALUES (NEW.id, NEW.title, NEW.body)";
    let forget = "INSERT INTO search_index (search_index, rowid, title, body) \
                  VALUES ('delete', OLD.id, OLD.title, OLD.body)";
    statements.extend([
        format!("CREATE TRIGGER search_text_made AFTER INSERT ON search_text BEGIN {index}; END"),
        format!(
            "CREATE TRIGGER search_text_changed AFTER UPDATE ON search_text \
             WHEN {} BEGIN {forget}; {index}; END",
            differs(&["title", "body"], "IS NOT")
        ),
        format!(
            "CREATE TRIGGER search_text_removed AFTER DELETE ON search_text BEGIN {forget}; END"
        ),
    ]);
    for (table, kind, columns) in SOURCES {
        let words = format!("FROM search_source WHERE kind = '{kind}' AND record_id = NEW.id");
        statements.extend([
            format!(
                "CREATE TRIGGER {table}_search_made AFTER INSERT ON {table} BEGIN \
                 INSERT INTO search_text (kind, record_id, plan_id, title, body) \
                 SELECT kind, record_id, plan_id, title, body {words}; END"
            ),
            format!(
                "CREATE TRIGGER {table}_search_changed AFTER UPDATE OF {} ON {table} WHEN {} BEGIN \
                 UPDATE search_text SET (title, body) = (SELECT title, body {words}) \
                 WHERE record_id = NEW.id; END",
                columns.join(", "),
                differs(columns, "IS NOT")
            ),
            format!(
                "CREATE TRIGGER {table}_search_removed AFTER DELETE ON {table} BEGIN \
                 DELETE FROM search_text WHERE record_id = OLD.id; END"
            ),
        ]);
    }
    statements
}

fn postgres() -> Vec<String> {
    let view = source(
        |column| {
            format!(
                "(SELECT string_agg(value, chr(10)) FROM jsonb_array_elements_text(\
                 CASE jsonb_typeof({column}) WHEN 'array' THEN {column} ELSE '[]'::jsonb END))"
            )
        },
        |names| format!("(content #>> '{{{}}}')", names.join(",")),
        "chr(10)",
    );
    let stems = |column: &str| {
        format!(
            "to_tsvector('english', regexp_replace(translate(lower({column}), \
             'àáâãäåçèéêëìíîïñòóôõöùúûüýÿ', 'aaaaaaceeeeiiiinooooouuuuyy'), '[^[:alnum:]]+', ' ', 'g'))"
        )
    };
    let mut statements = vec![
        view,
        format!(
            "CREATE TABLE search_text (record_id uuid PRIMARY KEY, kind text NOT NULL, plan_id uuid, \
             title text NOT NULL, body text NOT NULL, words tsvector GENERATED ALWAYS AS \
             (setweight({}, 'A') || setweight({}, 'D')) STORED)",
            stems("title"),
            stems("body")
        ),
        "CREATE INDEX search_text_words ON search_text USING gin (words)".to_owned(),
        "CREATE FUNCTION search_keep() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN \
             IF TG_OP = 'DELETE' THEN \
                 DELETE FROM search_text WHERE record_id = OLD.id; RETURN OLD; \
             END IF; \
             INSERT INTO search_text (kind, record_id, plan_id, title, body) \
                 SELECT kind, record_id, plan_id, title, body FROM search_source \
                 WHERE kind = TG_ARGV[0] AND record_id = NEW.id \
                 ON CONFLICT (record_id) DO UPDATE SET title = excluded.title, body = excluded.body; \
             RETURN NEW; END $$"
            .to_owned(),
    ];
    for (table, kind, columns) in SOURCES {
        let run = format!("FOR EACH ROW EXECUTE FUNCTION search_keep('{kind}')");
        statements.extend([
            format!("CREATE TRIGGER {table}_search_made AFTER INSERT ON {table} {run}"),
            format!(
                "CREATE TRIGGER {table}_search_changed AFTER UPDATE OF {} ON {table} \
                 FOR EACH ROW WHEN ({}) EXECUTE FUNCTION search_keep('{kind}')",
                columns.join(", "),
                differs(columns, "IS DISTINCT FROM")
            ),
            format!("CREATE TRIGGER {table}_search_removed AFTER DELETE ON {table} {run}"),
        ]);
    }
    statements
}
