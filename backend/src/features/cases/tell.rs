//! Telling people that a case needs them. What they are told says nothing of the case; whoever may
//! open it sees there what it is.

use chrono::NaiveDate;
use sea_orm::{ConnectionTrait, FromQueryResult, Statement};
use shared::{
    ids::{AgencyId, CaseId, PersonId},
    notices::Occasion,
    policy::Role,
};
use uuid::Uuid;

use crate::{
    db::Unit,
    error::ApiError,
    features::{
        auth::PERSON,
        notices::{News, settle, tell},
    },
};

#[derive(FromQueryResult)]
struct Somebody {
    person_id: Uuid,
    agency_id: Option<Uuid>,
}

/// The people who are named on a case and work for their agency today, of one agency or of all.
///
/// # Errors
/// When the database fails.
pub(in crate::features) async fn named(
    unit: &Unit<'_>,
    case: CaseId,
    only: Option<AgencyId>,
) -> Result<Vec<(AgencyId, PersonId)>, ApiError> {
    let rows = Somebody::find_by_statement(Statement::from_sql_and_values(
        unit.txn.get_database_backend(),
        "SELECT DISTINCT n.person_id, n.agency_id FROM case_named n \
         JOIN case_part p ON p.id = n.part_id AND p.state = 'live' \
         JOIN person x ON x.id = n.person_id AND x.disabled = $2 \
         JOIN person_grant g ON g.person_id = n.person_id AND g.agency_id = n.agency_id \
              AND g.role = $3 AND (g.starts_on IS NULL OR g.starts_on <= $4) \
              AND (g.ends_on IS NULL OR g.ends_on >= $4) \
         WHERE n.case_id = $1 AND n.until_at IS NULL ORDER BY n.person_id, n.agency_id",
        [
            case.0.into(),
            false.into(),
            Role::Practitioner.code().into(),
            unit.today().into(),
        ],
    ))
    .all(unit.txn)
    .await?;
    Ok(rows
        .into_iter()
        .filter_map(|row| Some((AgencyId(row.agency_id?), PersonId(row.person_id))))
        .filter(|(agency, _)| only.is_none_or(|only| only == *agency))
        .collect())
}

/// The people with an open account who hold one of `roles` today, in `agency` where one is given.
///
/// # Errors
/// When the database fails.
pub(in crate::features) async fn with_role(
    unit: &Unit<'_>,
    roles: &[Role],
    agency: Option<AgencyId>,
) -> Result<Vec<PersonId>, ApiError> {
    let codes: Vec<String> = roles
        .iter()
        .map(|role| format!("'{}'", role.code()))
        .collect();
    let mut values = vec![false.into(), PERSON.into(), unit.today().into()];
    let mut whose = "";
    if let Some(agency) = agency {
        values.push(agency.0.into());
        whose = " AND g.agency_id = $4";
    }
    let rows = Somebody::find_by_statement(Statement::from_sql_and_values(
        unit.txn.get_database_backend(),
        format!(
            "SELECT DISTINCT g.person_id, g.agency_id FROM person_grant g \
             JOIN person x ON x.id = g.person_id AND x.disabled = $1 AND x.kind = $2 \
             WHERE g.role IN ({}) AND (g.starts_on IS NULL OR g.starts_on <= $3) \
             AND (g.ends_on IS NULL OR g.ends_on >= $3){whose} ORDER BY g.person_id",
            codes.join(", ")
        ),
        values,
    ))
    .all(unit.txn)
    .await?;
    let mut people: Vec<PersonId> = rows.iter().map(|row| PersonId(row.person_id)).collect();
    people.dedup();
    Ok(people)
}

/// Tells people that something has come about, each once and for the first agency that is named
/// with them. `subject` is the part, the pass, the plan or the broken glass, never the case.
pub(in crate::features) fn say(
    unit: &Unit<'_>,
    occasion: Occasion,
    subject: Uuid,
    told: impl IntoIterator<Item = (AgencyId, PersonId)>,
    until: Option<NaiveDate>,
) {
    let mut told: Vec<(AgencyId, PersonId)> = told.into_iter().collect();
    told.sort_by_key(|(_, person)| *person);
    told.dedup_by_key(|(_, person)| *person);
    for (agency, person) in told {
        let news = News {
            occasion,
            said: format!("{} {subject}", occasion.code()),
            subject,
            agency,
            plan: None,
            action: None,
            days: (None, until),
        };
        tell(unit, &news, [person]);
    }
}

/// Marks as read what others need not do any more.
pub(in crate::features) fn settled(unit: &Unit<'_>, subject: Uuid, occasions: &[Occasion]) {
    settle(unit, subject, occasions, None);
}
