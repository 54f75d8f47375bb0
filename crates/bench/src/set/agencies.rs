//! Agencies and people. The first agency of the first partnership is the one whose editors ask.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{Duration, NaiveDate};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::{AGENCIES, WRITERS, loaded, made::Made};
use crate::{
    error::Error,
    load::{Loader, Table},
    row,
};

const AGENCY: Table = Table {
    name: "agency",
    columns: &[
        "id",
        "name",
        "abbreviation",
        "kind",
        "aliases",
        "is_class",
        "created_at",
        "version",
    ],
};
const PERSON: Table = Table {
    name: "person",
    columns: &["id", "name", "email", "disabled", "created_at", "version"],
};
const GRANT: Table = Table {
    name: "person_grant",
    columns: &["id", "person_id", "role", "agency_id", "sort"],
};
const SESSION: Table = Table {
    name: "session",
    columns: &[
        "id",
        "token_hash",
        "person_id",
        "label",
        "created_at",
        "last_seen_at",
        "ends_at",
    ],
};
const KINDS: [&str; 4] = [
    "nhs-commissioner",
    "council-service",
    "voluntary-sector",
    "nhs-provider",
];

/// An agency with its people.
pub struct Agency {
    pub id: Uuid,
    pub name: String,
    /// Writes what it reports.
    pub editor: Uuid,
    /// Accepts it.
    pub lead: Uuid,
}

/// The secret of a session: those of the editors who ask, then that of their lead, then those of
/// the practitioners.
pub(super) fn token(place: usize) -> Vec<u8> {
    Sha256::digest(format!("session {place}")).to_vec()
}

/// The cookie with that secret.
pub fn cookie(place: usize) -> String {
    format!("throughline={}", URL_SAFE_NO_PAD.encode(token(place)))
}

/// Fills in the agencies of a partnership.
pub async fn fill(
    loader: &mut Loader,
    made: &mut Made,
    partnership: usize,
    today: NaiveDate,
) -> Result<Vec<Agency>, Error> {
    let at = loaded(today);
    let now = super::moment(today, 0);
    let (mut rows, mut people, mut grants, mut sessions) = (vec![], vec![], vec![], vec![]);
    let mut agencies = Vec::with_capacity(AGENCIES);
    for number in 0..AGENCIES {
        let id = made.id(at);
        let name = format!("Agency {} of partnership {}", number + 1, partnership + 1);
        let kind = KINDS.get(number % KINDS.len()).copied().unwrap_or_default();
        rows.push(row![
            id,
            name.as_str(),
            format!("A{}", number + 1),
            kind,
            "[]",
            false,
            at,
            1
        ]);
        let mut person = |role: &str, title: &str, place: usize| {
            let person = made.id(at);
            let email = format!("{role}.{place}.{number}.{partnership}@bench.example");
            people.push(row![
                person,
                format!("{title} {place} of {name}"),
                email,
                false,
                at,
                1
            ]);
            grants.push(row![made.id(at), person, role, id, 0]);
            (person, made.id(at))
        };
        let (lead, session_of_lead) = person("agency_lead", "Lead", 0);
        let asks = partnership == 0 && number == 0;
        let editors: Vec<(Uuid, Uuid)> = (0..if asks { WRITERS } else { 1 })
            .map(|place| person("agency_editor", "Editor", place))
            .collect();
        if asks {
            let with_sessions = editors.iter().copied().chain([(lead, session_of_lead)]);
            for (place, (person, session)) in with_sessions.enumerate() {
                let hash = Sha256::digest(token(place)).to_vec();
                let ends = now + Duration::days(3_650);
                // Seen in the future: noting a session's last use is not what is measured.
                let seen = now + Duration::days(2);
                sessions.push(row![session, hash, person, "A program", now, seen, ends]);
            }
        }
        agencies.push(Agency {
            id,
            name,
            editor: editors.first().map_or(lead, |(person, _)| *person),
            lead,
        });
    }
    loader.add(AGENCY, rows).await?;
    loader.add(PERSON, people).await?;
    loader.add(GRANT, grants).await?;
    loader.add(SESSION, sessions).await?;
    Ok(agencies)
}
