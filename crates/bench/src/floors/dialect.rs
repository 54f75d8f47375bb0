//! The few words in which the statements of the two databases differ. A statement is written once,
//! with marks: `#OBJECT(...)`, `#LIST(... ORDER BY ...)`, `#ID(...)`, `#TIME(...)`, `#FLAG(...)`,
//! and `#JSON(...)` for what is JSON already.

/// Which words to use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    Sqlite,
    Postgres,
}

impl Dialect {
    /// The statement in this dialect.
    pub fn render(self, template: &str) -> String {
        let mut text = String::with_capacity(template.len() * 2);
        let mut rest = template;
        while let Some((before, after)) = rest.split_once('#') {
            text.push_str(before);
            let Some((mark, after)) = after.split_once('(') else {
                break;
            };
            let (inside, after) = balanced(after);
            text.push_str(&self.mark(mark, &self.render(inside)));
            rest = after;
        }
        text.push_str(rest);
        text
    }

    fn mark(self, mark: &str, inside: &str) -> String {
        match (self, mark) {
            (Self::Sqlite, "OBJECT") => format!("json_object({inside})"),
            (Self::Postgres, "OBJECT") => format!("json_build_object({inside})"),
            (Self::Sqlite, "LIST") => format!("json_group_array({inside})"),
            (Self::Postgres, "LIST") => format!("coalesce(json_agg({inside}), '[]'::json)"),
            // SQLite keeps ids as bytes, and forgets that a text is JSON when it leaves a query.
            (Self::Sqlite, "ID") => format!(
                "lower(substr(hex({inside}),1,8)||'-'||substr(hex({inside}),9,4)||'-'||substr(hex({inside}),13,4)||'-'||substr(hex({inside}),17,4)||'-'||substr(hex({inside}),21))"
            ),
            (Self::Sqlite, "JSON") => format!("json({inside})"),
            (Self::Sqlite, "FLAG") => {
                format!("json(CASE WHEN {inside} THEN 'true' ELSE 'false' END)")
            }
            (Self::Sqlite, "TIME") => format!("replace({inside}, '+00:00', 'Z')"),
            (Self::Postgres, "TIME") => {
                format!("to_char({inside} AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')")
            }
            _ => inside.to_owned(),
        }
    }
}

/// What stands before the bracket that closes, and what after it.
fn balanced(text: &str) -> (&str, &str) {
    let mut open = 1;
    for (at, character) in text.char_indices() {
        match character {
            '(' => open += 1,
            ')' => open -= 1,
            _ => {}
        }
        if open == 0 {
            let (inside, after) = text.split_at(at);
            return (inside, after.get(1..).unwrap_or_default());
        }
    }
    (text, "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_become_the_words_of_the_dialect() {
        let template =
            "SELECT #OBJECT('a', #JSON((SELECT #LIST(#TIME(b) ORDER BY c) FROM d))) FROM e";
        assert_eq!(
            Dialect::Sqlite.render(template),
            "SELECT json_object('a', json((SELECT json_group_array(replace(b, '+00:00', 'Z') ORDER BY c) FROM d))) FROM e"
        );
        assert_eq!(
            Dialect::Postgres.render("SELECT #OBJECT('a', #ID(b), 'c', #FLAG(d))"),
            "SELECT json_build_object('a', b, 'c', d)"
        );
    }
}
