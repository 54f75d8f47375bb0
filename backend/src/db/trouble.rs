//! What a failure of the database means for what was asked of it: words from inside are told apart
//! by their codes, never by their wording.

use sea_orm::{DbErr, RuntimeErr};

/// Whether the database cannot do it now, though it may later: it is out of reach, busy, locked,
/// full, or cannot reach its disk.
pub fn out_of_reach(error: &DbErr) -> bool {
    if matches!(error, DbErr::ConnectionAcquire(_) | DbErr::Conn(_)) {
        return true;
    }
    match inner(error) {
        Some(sqlx::Error::Database(database)) => {
            database.code().is_some_and(|code| passes(code.as_ref()))
        }
        Some(inner) => lost(inner),
        None => false,
    }
}

/// Whether a commit that failed so was certainly not done. Where the connection went away
/// meanwhile, or the disk failed at the last moment, nobody can tell.
pub fn certainly_undone(error: &DbErr) -> bool {
    let Some(sqlx::Error::Database(database)) = inner(error) else {
        return false;
    };
    match database.code().as_deref().and_then(Code::of) {
        Some(Code::Sqlite(code)) => matches!(code, sqlite::BUSY | sqlite::FULL),
        Some(Code::Postgres(code)) => !["08", "57", "58"]
            .iter()
            .any(|class| code.starts_with(class)),
        None => false,
    }
}

fn inner(error: &DbErr) -> Option<&sqlx::Error> {
    match error {
        DbErr::Conn(RuntimeErr::SqlxError(inner))
        | DbErr::Exec(RuntimeErr::SqlxError(inner))
        | DbErr::Query(RuntimeErr::SqlxError(inner)) => Some(inner),
        _ => None,
    }
}

/// Whether the connection is gone, rather than what was said over it wrong.
fn lost(error: &sqlx::Error) -> bool {
    matches!(
        error,
        sqlx::Error::Io(_)
            | sqlx::Error::Tls(_)
            | sqlx::Error::Protocol(_)
            | sqlx::Error::PoolTimedOut
            | sqlx::Error::PoolClosed
            | sqlx::Error::WorkerCrashed
            | sqlx::Error::BeginFailed
    )
}

/// SQLite's primary result codes, from <https://www.sqlite.org/rescode.html>.
mod sqlite {
    pub const BUSY: u32 = 5;
    pub const LOCKED: u32 = 6;
    pub const NOMEM: u32 = 7;
    pub const READONLY: u32 = 8;
    pub const IOERR: u32 = 10;
    pub const FULL: u32 = 13;
    pub const CANTOPEN: u32 = 14;
    pub const PROTOCOL: u32 = 15;
}

/// A code of one of the two: SQLite's are numbers of at most four digits, PostgreSQL's have five
/// places.
enum Code<'a> {
    Sqlite(u32),
    Postgres(&'a str),
}

impl<'a> Code<'a> {
    fn of(text: &'a str) -> Option<Self> {
        if text.len() == 5 {
            return Some(Self::Postgres(text));
        }
        // The lower eight bits are the primary code.
        text.parse::<u32>()
            .ok()
            .map(|code| Self::Sqlite(code & 0xff))
    }
}

/// Whether what this code says passes by itself or with an operator's help.
fn passes(code: &str) -> bool {
    match Code::of(code) {
        Some(Code::Sqlite(code)) => matches!(
            code,
            sqlite::BUSY
                | sqlite::LOCKED
                | sqlite::NOMEM
                | sqlite::READONLY
                | sqlite::IOERR
                | sqlite::FULL
                | sqlite::CANTOPEN
                | sqlite::PROTOCOL
        ),
        // Appendix A of PostgreSQL's manual: connections, resources, an operator's hand, the
        // system; then deadlocks, locks that were not to be had, and a standby that only reads.
        Some(Code::Postgres(code)) => {
            ["08", "53", "57", "58"]
                .iter()
                .any(|class| code.starts_with(class))
                || matches!(code, "40001" | "40P01" | "55P03" | "25006")
        }
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_passes_is_told_from_what_is_wrong() {
        for code in [
            "5", "261", "13", "778", "1034", "57P01", "53100", "55P03", "08006", "40P01",
        ] {
            assert!(passes(code), "{code}");
        }
        // A unique value taken, a bad column, a corrupt file, a word too many.
        for code in ["1", "11", "19", "2067", "23505", "42703", "XX000", ""] {
            assert!(!passes(code), "{code}");
        }
    }

    #[test]
    fn a_commit_whose_answer_is_lost_may_have_been_done() {
        let lost = |error| DbErr::Query(RuntimeErr::SqlxError(std::sync::Arc::new(error)));
        let gone = lost(sqlx::Error::Io(std::io::ErrorKind::UnexpectedEof.into()));
        assert!(out_of_reach(&gone));
        assert!(!certainly_undone(&gone));
        assert!(out_of_reach(&lost(sqlx::Error::PoolTimedOut)));
        assert!(!out_of_reach(&lost(sqlx::Error::RowNotFound)));
    }
}
