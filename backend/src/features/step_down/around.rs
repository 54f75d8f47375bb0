//! What stands around a plan: the services of the directory, and the agencies that take part.

use chrono::NaiveDate;
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use shared::{
    cases::{NeedLevel, PartState},
    ids::{AgencyId, CaseId, ServiceId},
    step_down::{
        Around, ServiceFacts, StepDown,
        api::{ServiceChoice, StepDownContent},
    },
};

use crate::error::ApiError;

use entities::{case_part, service};

/// The agencies that take part in a case, and the services that its plan names or can name.
#[derive(Debug)]
pub(super) struct Surroundings {
    pub services: Vec<service::Model>,
    pub agencies: Vec<AgencyId>,
    facts: Vec<ServiceFacts>,
    today: NaiveDate,
}

impl Surroundings {
    /// What the rules are asked with.
    pub fn around(&self) -> Around<'_> {
        Around {
            services: &self.facts,
            agencies: &self.agencies,
            today: self.today,
        }
    }

    /// The surroundings with the services that `contents` name.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn of<'c>(
        connection: &impl ConnectionTrait,
        agencies: Vec<AgencyId>,
        contents: impl IntoIterator<Item = &'c StepDownContent>,
        today: NaiveDate,
    ) -> Result<Self, ApiError> {
        let services = service::Entity::find()
            .filter(service::Column::Id.is_in(named(contents)))
            .all(connection)
            .await?;
        Ok(Self::with(agencies, services, today))
    }

    /// The surroundings with every service that can be chosen besides.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn to_choose_from(
        connection: &impl ConnectionTrait,
        agencies: Vec<AgencyId>,
        plan: &StepDown,
        today: NaiveDate,
    ) -> Result<Self, ApiError> {
        let contents = plan.versions().iter().map(|version| &version.content);
        let services = service::Entity::find()
            .filter(
                Condition::any()
                    .add(service::Column::ValidTo.is_null())
                    .add(service::Column::ValidTo.gte(today))
                    .add(service::Column::Id.is_in(named(contents))),
            )
            .order_by_asc(service::Column::NameKey)
            .all(connection)
            .await?;
        Ok(Self::with(agencies, services, today))
    }

    fn with(agencies: Vec<AgencyId>, services: Vec<service::Model>, today: NaiveDate) -> Self {
        let facts = services.iter().map(|row| choice(row).facts()).collect();
        Self {
            services,
            agencies,
            facts,
            today,
        }
    }
}

/// The agencies that take part in a case at this moment.
///
/// # Errors
/// When the database fails.
pub(super) async fn live(
    connection: &impl ConnectionTrait,
    case: CaseId,
) -> Result<Vec<AgencyId>, ApiError> {
    let parts = case_part::Entity::find()
        .filter(case_part::Column::CaseId.eq(case.0))
        .filter(case_part::Column::State.eq(PartState::Live.code()))
        .order_by_asc(case_part::Column::AskedAt)
        .order_by_asc(case_part::Column::Id)
        .all(connection)
        .await?;
    Ok(parts
        .into_iter()
        .map(|part| AgencyId(part.agency_id))
        .collect())
}

fn named<'c>(contents: impl IntoIterator<Item = &'c StepDownContent>) -> Vec<uuid::Uuid> {
    let mut ids: Vec<uuid::Uuid> = contents
        .into_iter()
        .flat_map(|content| {
            let contact = content.way_back.as_ref().map(|way| way.crisis_contact);
            [content.from_service, content.to_service, contact]
        })
        .flatten()
        .map(|service| service.0)
        .collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}

/// A service as a plan can name it.
pub(super) fn choice(row: &service::Model) -> ServiceChoice {
    let level = |number: Option<i32>| number.and_then(|number| NeedLevel::try_from(number).ok());
    ServiceChoice {
        id: ServiceId(row.id),
        name: row.name.clone(),
        phone: row.phone.clone(),
        level_from: level(row.level_from),
        level_to: level(row.level_to),
        opens: row.valid_from,
        closes: row.valid_to,
    }
}
