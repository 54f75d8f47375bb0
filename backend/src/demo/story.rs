//! What happens in the demonstration, in order.

use std::collections::HashMap;

use chrono::{DateTime, Days, Duration, NaiveDate, Utc};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use shared::{
    agencies::api::PatchAgency,
    ids::{ActionId, AgencyId, PersonId, PlanId},
    patch::Patch,
    plans::{
        api::{AgreeActions, CreateMilestone, DecideFinding, FindingDecision},
        checks::FindingCode,
        format,
    },
    policy::{Grant, Role},
};

use crate::{
    clock,
    db::{Database, Unit, Who},
    error::ApiError,
    features::{
        agencies,
        auth::{passwords::Passwords, people, session, sign_in},
        plans::{self, findings, import},
    },
};

use super::{
    DemoError, PLAN,
    cast::{CAST, CCG, EDUCATION, Member, PASSWORD},
};

/// How long before today the plan was loaded, so that a day in between can be looked at.
const LOADED: Days = Days::new(210);

/// The demonstration while it is told.
pub struct Story<'a> {
    pub(super) db: &'a Database,
    pub(super) plan: PlanId,
    pub(super) slug: String,
    pub(super) today: NaiveDate,
    pub(super) people: HashMap<&'static str, PersonId>,
    agencies: HashMap<&'static str, AgencyId>,
}

/// Noon of the day that lies `days` from `today`.
fn noon(today: NaiveDate, days: i64) -> DateTime<Utc> {
    let midnight = today.and_time(chrono::NaiveTime::MIN).and_utc();
    midnight + Duration::days(days) + Duration::hours(12)
}

pub(super) fn member(role: Role, agency: Option<&str>) -> Result<&'static Member, DemoError> {
    CAST.iter()
        .find(|member| member.role == role && (agency.is_none() || member.agency == agency))
        .ok_or(DemoError::Missing("such person"))
}

impl<'a> Story<'a> {
    /// Loads the plan and makes the accounts.
    pub async fn begin(db: &'a Database, passwords: &Passwords) -> Result<Self, DemoError> {
        let file = format::parse(PLAN).map_err(|faults| DemoError::Plan(faults.len()))?;
        let hash = passwords.hash(PASSWORD.to_owned()).await?;
        let today = clock::london_day(clock::now());
        let loaded = noon(today.checked_sub_days(LOADED).unwrap_or(today), 0);
        let plan = db
            .unit(Who::console("demo"), move |unit| {
                Box::pin(async move {
                    unit.now = loaded;
                    Ok(import::import(unit, &file, None).await?.0)
                })
            })
            .await?;
        let row = entities::plan::Entity::find_by_id(plan.0)
            .one(&db.read)
            .await
            .map_err(ApiError::from)?
            .ok_or(DemoError::Missing("plan"))?;
        let mut story = Self {
            db,
            plan,
            slug: row.slug,
            today,
            people: HashMap::new(),
            agencies: HashMap::new(),
        };
        for name in CAST.iter().filter_map(|member| member.agency) {
            use entities::agency::{Column, Entity};
            let found = Entity::find()
                .filter(Column::Name.eq(name))
                .one(&db.read)
                .await
                .map_err(ApiError::from)?;
            story
                .agencies
                .insert(name, AgencyId(found.ok_or(DemoError::Missing(name))?.id));
        }
        story.people = story.make_people(hash, loaded).await?;
        Ok(story)
    }

    async fn make_people(
        &self,
        hash: String,
        loaded: DateTime<Utc>,
    ) -> Result<HashMap<&'static str, PersonId>, DemoError> {
        let plan = self.plan;
        let agencies = self.agencies.clone();
        let made = self
            .db
            .unit(Who::console("demo"), move |unit| {
                Box::pin(async move {
                    unit.now = loaded;
                    let mut made = HashMap::new();
                    for member in CAST {
                        let grant = Grant {
                            role: member.role,
                            agency: member.agency.and_then(|name| agencies.get(name).copied()),
                            plan: member.role.needs_plan().then_some(plan),
                        };
                        let (person, _) = people::add(
                            unit,
                            "",
                            member.name.to_owned(),
                            member.email.to_owned(),
                            &[grant],
                        )
                        .await?;
                        sign_in::set_password(unit, person, hash.clone(), None).await?;
                        unit.record(crate::db::Act {
                            act: "person.invite",
                            kind: "person",
                            subject: person.0,
                            plan: None,
                            agency: grant.agency,
                        });
                        made.insert(member.email, person);
                    }
                    entities::one_time_link::Entity::delete_many()
                        .exec(unit.txn)
                        .await?;
                    Ok(made)
                })
            })
            .await?;
        Ok(made)
    }

    /// Runs `work` as `member`, at noon of the day that lies `days` from today.
    pub(super) async fn act<T, F>(
        &self,
        member: &Member,
        days: i64,
        work: F,
    ) -> Result<T, DemoError>
    where
        T: Send + 'static,
        F: for<'u, 't> FnOnce(
                &'u mut Unit<'t>,
            ) -> std::pin::Pin<
                Box<dyn Future<Output = Result<T, ApiError>> + Send + 'u>,
            > + Send
            + 'static,
    {
        let person = *self
            .people
            .get(member.email)
            .ok_or(DemoError::Missing("such person"))?;
        let at = noon(self.today, days);
        let who = Who {
            person: Some(person),
            ..Who::console("demo")
        };
        let value = self
            .db
            .unit(who, move |unit| {
                Box::pin(async move {
                    unit.now = at;
                    let actor = session::actor(unit.txn, person, unit.today()).await?;
                    let (actor, scope) = session::rights(unit.txn, actor).await?;
                    unit.authorise(actor, scope);
                    work(unit).await
                })
            })
            .await?;
        Ok(value)
    }

    pub(super) fn agency(&self, name: &'static str) -> Result<AgencyId, DemoError> {
        self.agencies
            .get(name)
            .copied()
            .ok_or(DemoError::Missing(name))
    }

    /// Names who reports for the classes, decides most findings and agrees the actions. Some
    /// findings are left to be decided by whoever tries the demonstration.
    pub async fn settle(&self) -> Result<(), DemoError> {
        let administrator = member(Role::Administrator, None)?;
        for (class, reporter) in [
            ("Kent Clinical Commissioning Groups", CCG),
            ("Individual schools", EDUCATION),
        ] {
            let reporter = self.agency(reporter)?;
            self.act(administrator, -205, move |unit| {
                Box::pin(async move {
                    use entities::agency::{Column, Entity};
                    let row = Entity::find()
                        .filter(Column::Name.eq(class))
                        .one(unit.txn)
                        .await?
                        .ok_or_else(ApiError::not_found)?;
                    let form = PatchAgency {
                        is_class: Patch::Set(true),
                        reported_by: Patch::Set(reporter),
                        ..PatchAgency::default()
                    };
                    agencies::change::patch(unit, AgencyId(row.id), row.version, form).await?;
                    Ok(())
                })
            })
            .await?;
        }
        let coordinator = member(Role::Coordinator, None)?;
        let (plan, slug) = (self.plan, self.slug.clone());
        self.act(coordinator, -200, move |unit| {
            Box::pin(async move {
                decide(unit, plan, &slug).await?;
                plans::action::agree(
                    unit,
                    plan,
                    AgreeActions {
                        actions: Vec::new(),
                    },
                )
                .await?;
                Ok(())
            })
        })
        .await?;
        self.milestones().await
    }

    /// Gives three actions a milestone, so that there is something to move and to do.
    async fn milestones(&self) -> Result<(), DemoError> {
        let coordinator = member(Role::Coordinator, None)?;
        let wanted = [
            (
                "2.1",
                "Invented for the demonstration: first joint training day",
                20,
            ),
            (
                "3.1",
                "Invented for the demonstration: front door opens in all districts",
                45,
            ),
            (
                "2.3",
                "Invented for the demonstration: advice line opens",
                -15,
            ),
        ];
        for (reference, title, days) in wanted {
            let due = self.today + Duration::days(days);
            let plan = self.plan;
            let Some(action) = self
                .actions()
                .await?
                .into_iter()
                .find(|action| action.reference.as_deref() == Some(reference))
            else {
                continue;
            };
            self.act(coordinator, -199, move |unit| {
                Box::pin(async move {
                    let due = shared::calendar::PartialDate::day(due).ok();
                    let form = CreateMilestone {
                        title: title.to_owned(),
                        due,
                        owner: None,
                    };
                    plans::action::create_milestone(unit, plan, ActionId(action.id), form).await?;
                    Ok(())
                })
            })
            .await?;
        }
        Ok(())
    }

    pub(super) async fn actions(&self) -> Result<Vec<entities::action::Model>, DemoError> {
        use entities::action::{Column, Entity};
        Ok(Entity::find()
            .filter(Column::PlanId.eq(self.plan.0))
            .order_by_asc(Column::Sort)
            .all(&self.db.read)
            .await
            .map_err(ApiError::from)?)
    }
}

/// Accepts every finding with a repair but those on names and counts, and one link.
async fn decide(unit: &mut Unit<'_>, plan: PlanId, slug: &str) -> Result<(), ApiError> {
    const ACCEPTED: [FindingCode; 7] = [
        FindingCode::DuplicateRef,
        FindingCode::MalformedRef,
        FindingCode::MissingOutcome,
        FindingCode::NoCoordinator,
        FindingCode::SelfLink,
        FindingCode::DanglingLink,
        FindingCode::ExternalRef,
    ];
    for code in ACCEPTED {
        use entities::finding::{Column, Entity};
        let rows = Entity::find()
            .filter(Column::PlanId.eq(plan.0))
            .filter(Column::Code.eq(code.word()))
            .filter(Column::State.eq("open"))
            .order_by_asc(Column::Sort)
            .all(unit.txn)
            .await?;
        for row in rows {
            let form = DecideFinding {
                decision: FindingDecision::Accept,
                note: None,
            };
            findings::decide(unit, slug, row.id.into(), row.version, form).await?;
        }
    }
    Ok(())
}
