//! The people of agencies, as far as mail is concerned.

use std::collections::HashMap;

use chrono::NaiveDate;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use shared::{
    chasing::{Colleague, MailChoice},
    ids::{AgencyId, PersonId},
    policy::{Role, Scope},
};
use uuid::Uuid;

use crate::{
    error::ApiError,
    features::auth::{PERSON, session},
};

/// The editors, leads and practitioners of agencies, and whom the agencies made accountable.
#[derive(Debug, Default)]
pub struct People {
    colleagues: HashMap<AgencyId, Vec<Colleague>>,
    accountable: HashMap<AgencyId, PersonId>,
}

impl People {
    /// Those of `agencies`, by the roles that they hold on `today`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn load(
        connection: &impl ConnectionTrait,
        _: &Scope,
        today: NaiveDate,
        agencies: impl IntoIterator<Item = AgencyId>,
    ) -> Result<Self, ApiError> {
        use entities::{accountable, mail_choice, person, person_grant};
        let agencies: Vec<Uuid> = agencies.into_iter().map(|agency| agency.0).collect();
        if agencies.is_empty() {
            return Ok(Self::default());
        }
        let roles = Role::ALL
            .iter()
            .filter(|role| role.reports() || **role == Role::Practitioner)
            .map(|role| role.code());
        let grants = person_grant::Entity::find()
            .filter(person_grant::Column::AgencyId.is_in(agencies.iter().copied()))
            .filter(person_grant::Column::Role.is_in(roles))
            .all(connection)
            .await?;
        // A deputy hears while they stand in, and no longer.
        let grants: Vec<person_grant::Model> = grants
            .into_iter()
            .filter(|row| session::given(row).is_some_and(|given| given.holds_on(today)))
            .collect();
        let ids = || grants.iter().map(|grant| grant.person_id);
        let open: HashMap<Uuid, bool> = person::Entity::find()
            .filter(person::Column::Id.is_in(ids()))
            .filter(person::Column::Kind.eq(PERSON))
            .all(connection)
            .await?
            .into_iter()
            .map(|row| (row.id, !row.disabled))
            .collect();
        let choices: HashMap<Uuid, MailChoice> = mail_choice::Entity::find()
            .filter(mail_choice::Column::PersonId.is_in(ids()))
            .all(connection)
            .await?
            .into_iter()
            .map(|row| (row.person_id, choice(&row)))
            .collect();
        let accountable = accountable::Entity::find()
            .filter(accountable::Column::AgencyId.is_in(agencies))
            .all(connection)
            .await?
            .into_iter()
            .filter_map(|row| Some((AgencyId(row.agency_id), PersonId(row.person_id?))))
            .collect();
        let mut colleagues: HashMap<AgencyId, Vec<Colleague>> = HashMap::new();
        for grant in grants {
            if let (Some(agency), Some(role), Some(open)) = (
                grant.agency_id,
                Role::from_code(&grant.role),
                open.get(&grant.person_id),
            ) {
                colleagues
                    .entry(AgencyId(agency))
                    .or_default()
                    .push(Colleague {
                        person: PersonId(grant.person_id),
                        role,
                        open: *open,
                        choice: choices.get(&grant.person_id).copied().unwrap_or_default(),
                    });
            }
        }
        Ok(Self {
            colleagues,
            accountable,
        })
    }

    /// The editors, leads and practitioners of an agency.
    pub fn of(&self, agency: AgencyId) -> &[Colleague] {
        self.colleagues.get(&agency).map_or(&[], Vec::as_slice)
    }

    /// Whom it made accountable.
    pub fn accountable(&self, agency: AgencyId) -> Option<PersonId> {
        self.accountable.get(&agency).copied()
    }
}

/// What a row says.
pub fn choice(row: &entities::mail_choice::Model) -> MailChoice {
    MailChoice {
        reminders: row.reminders,
        decisions: row.decisions,
        weekly: row.weekly,
    }
}
