//! Those who work with cases: practitioners, the agreement under which agencies tell each other,
//! and the services between which support is reduced.

use chrono::{DateTime, Duration, NaiveDate, Utc};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::{READERS, Reader};
use crate::{
    error::Error,
    load::Loader,
    row,
    set::{
        WRITERS,
        agencies::{self, Agency},
        loaded,
        made::Made,
        moment,
    },
};

tables! {
    PERSON = "person": "id" "name" "email" "disabled" "created_at" "version";
    GRANT = "person_grant": "id" "person_id" "role" "agency_id" "sort";
    SESSION = "session": "id" "token_hash" "person_id" "label" "created_at" "last_seen_at" "ends_at";
    AGREEMENT = "sharing_agreement": "id" "name" "purpose" "basis" "starts_on" "parties" "version";
    SERVICE = "service": "id" "name" "name_key" "aliases" "kind" "summary" "provider_id" "commissioners" "level_from" "level_to" "levels_inferred" "routes_in" "phone" "search" "public_search" "created_at" "version";
}

/// Practitioners of each of the other agencies.
const PRACTITIONERS: usize = 20;
/// Services of each kind: those that reduce their support, those that receive, those for a crisis.
const SERVICES: usize = 20;

/// Who works with the cases of a partnership.
pub struct Cast {
    /// The practitioners of each agency.
    people: Vec<Vec<Uuid>>,
    agencies: Vec<Uuid>,
    agreement: Uuid,
    /// Services at level 3, at level 2, and for a crisis.
    services: [Vec<Uuid>; 3],
    asks: bool,
}

impl Cast {
    /// Fills in the people, the agreement and the services.
    pub async fn fill(
        loader: &mut Loader,
        made: &mut Made,
        agencies: &[Agency],
        partnership: usize,
        today: NaiveDate,
    ) -> Result<Self, Error> {
        let at = loaded(today);
        let asks = partnership == 0;
        let (mut people, mut grants, mut sessions) = (vec![], vec![], vec![]);
        let mut by_agency = Vec::with_capacity(agencies.len());
        for (number, agency) in agencies.iter().enumerate() {
            let many = if number == 0 { READERS } else { PRACTITIONERS };
            let mut own = Vec::with_capacity(many);
            for place in 0..many {
                let person = made.id(at);
                let email = format!("practitioner.{place}.{number}.{partnership}@bench.example");
                let name = format!("Practitioner {place} of {}", agency.name);
                people.push(row![person, name, email, false, at, 1]);
                grants.push(row![made.id(at), person, "practitioner", agency.id, 0]);
                if asks && number == 0 {
                    sessions.push(session(made, person, place, today));
                }
                own.push(person);
            }
            by_agency.push(own);
        }
        loader.add(PERSON, people).await?;
        loader.add(GRANT, grants).await?;
        loader.add(SESSION, sessions).await?;
        let ids: Vec<Uuid> = agencies.iter().map(|agency| agency.id).collect();
        let agreement = made.id(at);
        let agreed = row![
            agreement,
            format!("Sharing for young people, partnership {}", partnership + 1),
            "What helps a young person, so that each agency can carry its part on",
            "Working together to safeguard children",
            at.date_naive(),
            serde_json::to_value(&ids)?,
            1
        ];
        loader.add(AGREEMENT, vec![agreed]).await?;
        let services = services(loader, made, &ids, partnership, at).await?;
        Ok(Self {
            people: by_agency,
            agencies: ids,
            agreement,
            services,
            asks,
        })
    }

    /// The practitioners who ask, with no cases yet.
    pub fn readers(&self) -> Vec<Reader> {
        let many = if self.asks { READERS } else { 0 };
        (0..many)
            .map(|place| Reader {
                cookie: agencies::cookie(WRITERS + 1 + place),
                cases: Vec::new(),
            })
            .collect()
    }

    /// An agency: every tenth time the first, and not one of `but`.
    pub fn agency(&self, made: &mut Made, but: &[usize]) -> usize {
        loop {
            let agency = if made.below(10) == 0 {
                0
            } else {
                1 + made.below(self.agencies.len().saturating_sub(1))
            };
            if !but.contains(&agency) {
                return agency;
            }
        }
    }

    /// The id of an agency.
    pub fn id(&self, agency: usize) -> Uuid {
        self.agencies.get(agency).copied().unwrap_or_default()
    }

    /// How many practitioners an agency has.
    pub fn many(&self, agency: usize) -> usize {
        self.people.get(agency).map_or(0, Vec::len)
    }

    /// One of them.
    pub fn person(&self, agency: usize, place: usize) -> Uuid {
        self.people
            .get(agency)
            .and_then(|own| own.get(place))
            .copied()
            .unwrap_or_default()
    }

    /// The agreement.
    pub const fn agreement(&self) -> Uuid {
        self.agreement
    }

    /// A service of each kind.
    pub fn services(&self, made: &mut Made) -> [Uuid; 3] {
        let at = made.below(SERVICES);
        self.services
            .each_ref()
            .map(|kind| kind.get(at).copied().unwrap_or_default())
    }
}

fn session(
    made: &mut Made,
    person: Uuid,
    place: usize,
    today: NaiveDate,
) -> Vec<crate::load::Cell> {
    let now = moment(today, 0);
    let hash = Sha256::digest(agencies::token(WRITERS + 1 + place)).to_vec();
    let ends = now + Duration::days(3_650);
    // Seen in the future: noting a session's last use is not what is measured.
    let seen = now + Duration::days(2);
    row![made.id(now), hash, person, "A program", now, seen, ends]
}

async fn services(
    loader: &mut Loader,
    made: &mut Made,
    agencies: &[Uuid],
    partnership: usize,
    at: DateTime<Utc>,
) -> Result<[Vec<Uuid>; 3], Error> {
    let kinds = [
        ("Support for young people", "clinical", Some(3), Some(4)),
        ("Early help in the district", "early-help", Some(1), Some(2)),
        ("Help in a crisis", "crisis", None::<i32>, None::<i32>),
    ];
    let mut rows = Vec::new();
    let services = kinds.map(|(title, kind, lowest, highest)| {
        (0..SERVICES)
            .map(|place| {
                let id = made.id(at);
                let name = format!("{title} {} of partnership {}", place + 1, partnership + 1);
                let key = name.to_lowercase();
                rows.push(row![
                    id,
                    name.as_str(),
                    key.as_str(),
                    "[]",
                    kind,
                    "Sees young people and their families, at the place that suits them.",
                    agencies.get(place % agencies.len().max(1)).copied(),
                    "[]",
                    lowest,
                    highest,
                    false,
                    "[]",
                    "01632 960000",
                    key.as_str(),
                    key.as_str(),
                    at,
                    1
                ]);
                id
            })
            .collect()
    });
    loader.add(SERVICE, rows).await?;
    Ok(services)
}
