//! When those who report cannot: a deputy for a lead who is away, and an exception for an editor who
//! was.

use chrono::Duration;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use shared::{
    auth::api::{NewGrant, SetGrants},
    ids::{ActionId, AgencyId, CycleId, PersonId},
    policy::Role,
    updates::api::CreateException,
};

use crate::{
    error::ApiError,
    features::{auth::people, updates::exceptions},
};

use super::{
    DemoError,
    cast::EDUCATION,
    rounds::{CYCLES, REPORTERS},
    story::{Story, member},
    words,
};

/// For how many days from today somebody stands in.
const AWAY: i64 = 11;
/// For how many days from today a closed cycle is reopened.
const REOPENED: i64 = 14;

impl Story<'_> {
    /// Names a deputy, and reopens a closed cycle for one action.
    pub async fn stand_ins(&self) -> Result<(), DemoError> {
        self.deputy().await?;
        self.exception().await
    }

    /// Lets the lead for schools, who is away, name their editor as a deputy who accepts meanwhile.
    async fn deputy(&self) -> Result<(), DemoError> {
        let lead = member(Role::AgencyLead, Some(EDUCATION))?;
        let editor = self.person(Role::AgencyEditor, EDUCATION)?;
        let agency = self.agency(EDUCATION)?;
        let from = self.today - Duration::days(3);
        let until = self.today + Duration::days(AWAY);
        self.act(lead, -3, move |unit| {
            Box::pin(async move {
                let lasting = NewGrant {
                    role: Role::AgencyEditor,
                    agency: Some(agency),
                    plan: None,
                    from: None,
                    until: None,
                };
                let standing_in = NewGrant {
                    role: Role::AgencyLead,
                    from: Some(from),
                    until: Some(until),
                    ..lasting
                };
                let known = entities::person::Entity::find_by_id(editor.0)
                    .one(unit.txn)
                    .await?
                    .ok_or_else(ApiError::not_found)?;
                let form = SetGrants {
                    grants: vec![lasting, standing_in],
                };
                people::set_grants(unit, editor, known.version, form).await?;
                Ok(())
            })
        })
        .await
    }

    /// Reopens the last cycle that has closed for an action on which nobody reported in it.
    async fn exception(&self) -> Result<(), DemoError> {
        let closed = CYCLES
            .iter()
            .rev()
            .find(|round| round.closes < 0)
            .ok_or(DemoError::Missing("closed cycle"))?;
        let Some((action, agency, person)) = self.unheard(closed.fates).await? else {
            return Ok(());
        };
        use entities::cycle::{Column, Entity};
        let cycle = Entity::find()
            .filter(Column::PlanId.eq(self.plan.0))
            .filter(Column::Name.eq(closed.name))
            .one(&self.db.read)
            .await
            .map_err(ApiError::from)?
            .ok_or(DemoError::Missing("closed cycle"))?;
        let (slug, cycle) = (self.slug.clone(), CycleId(cycle.id));
        let form = CreateException {
            action,
            agency,
            person,
            until: self.today + Duration::days(REOPENED),
            reason: words::REOPENED.to_owned(),
        };
        let coordinator = member(Role::Coordinator, None)?;
        self.act(coordinator, -1, move |unit| {
            Box::pin(async move {
                exceptions::create(unit, &slug, cycle, form).await?;
                Ok(())
            })
        })
        .await
    }

    /// The first action on which nobody reported, with an agency that answers for it and the
    /// editor there.
    async fn unheard(
        &self,
        fates: &str,
    ) -> Result<Option<(ActionId, AgencyId, PersonId)>, DemoError> {
        let actions = self.actions().await?;
        for name in REPORTERS.into_iter().rev() {
            let agency = self.agency(name)?;
            let led = self.led_by(agency).await?;
            let found = actions
                .iter()
                .zip(fates.chars())
                .map(|(action, fate)| (ActionId(action.id), fate))
                .find(|(action, fate)| *fate == '.' && led.contains(action));
            if let Some((action, _)) = found {
                let person = self.person(Role::AgencyEditor, name)?;
                return Ok(Some((action, agency, person)));
            }
        }
        Ok(None)
    }

    fn person(&self, role: Role, agency: &'static str) -> Result<PersonId, DemoError> {
        let email = member(role, Some(agency))?.email;
        self.people
            .get(email)
            .copied()
            .ok_or(DemoError::Missing("such person"))
    }
}
