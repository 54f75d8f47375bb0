//! What happens in the demonstration, in order.

use std::collections::HashMap;

use chrono::{DateTime, Days, Duration, NaiveDate, Utc};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use shared::{
    agencies::api::PatchAgency,
    ids::{ActionId, AgencyId, CycleId, PersonId, PlanId},
    patch::Patch,
    plans::{
        api::{AgreeActions, CreateMilestone, DecideFinding, FindingDecision},
        checks::FindingCode,
        format,
    },
    policy::{Grant, Role},
    problem::ErrorCode,
    updates::{
        Brag, Endorsement, UpdateEvent,
        api::{CreateCycle, ReviewWords, StartUpdate, UpdateContent, UpdateView},
    },
};

use crate::{
    clock,
    db::{Database, Unit, Who},
    error::ApiError,
    features::{
        agencies,
        auth::{passwords::Passwords, people, session, sign_in},
        plans::{self, findings, import},
        updates,
    },
};

use super::{
    DemoError, PLAN,
    cast::{CAST, CCG, EDUCATION, Member, PASSWORD, PUBLIC_HEALTH},
    words,
};

/// The agencies that have accounts and report.
const REPORTERS: [&str; 3] = [CCG, PUBLIC_HEALTH, EDUCATION];

/// How long before today the plan was loaded, so that a day in between can be looked at.
const LOADED: Days = Days::new(210);

/// A round of reporting, in days from today, and what becomes of each action in it.
#[derive(Clone, Copy, Debug)]
pub struct Round {
    /// What is told while it is loaded.
    pub telling: &'static str,
    name: &'static str,
    observes: (i64, i64),
    opens: i64,
    due: i64,
    closes: i64,
    /// On which day from today the updates are written and accepted.
    written: i64,
    /// By printed order: g green, a amber, r red, b blue, all accepted; x amber, and disputed by a
    /// partner before it was agreed; s submitted, t returned, d a draft; a dot for silence.
    fates: &'static str,
}

/// The rounds, first to last. The last one is open today.
pub const CYCLES: [Round; 3] = [
    Round {
        telling: "Inventing reports for the first cycle",
        name: "First demonstration cycle",
        observes: (-270, -181),
        opens: -180,
        due: -166,
        closes: -159,
        written: -170,
        fates: "ggggag.ggggg.gg.gg.g.g",
    },
    Round {
        telling: "Inventing reports for the second cycle",
        name: "Second demonstration cycle",
        observes: (-180, -91),
        opens: -90,
        due: -76,
        closes: -69,
        written: -80,
        fates: "gggaag.gg.gxg.gg.ga.gg",
    },
    Round {
        telling: "Inventing reports for the cycle that is open today",
        name: "Third demonstration cycle",
        observes: (-90, -1),
        opens: -9,
        due: 5,
        closes: 12,
        written: -2,
        fates: "gtgarsgdbagsg..gg.r.ad",
    },
];

/// The demonstration while it is told.
pub struct Story<'a> {
    pub(super) db: &'a Database,
    plan: PlanId,
    pub(super) slug: String,
    pub(super) today: NaiveDate,
    people: HashMap<&'static str, PersonId>,
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

    /// Opens a cycle and reports in it.
    pub async fn report(&self, round: Round) -> Result<(), DemoError> {
        let coordinator = member(Role::Coordinator, None)?;
        let day = |days: i64| self.today + Duration::days(days);
        let form = CreateCycle {
            name: round.name.to_owned(),
            observes_from: day(round.observes.0),
            observes_to: day(round.observes.1),
            opens: day(round.opens),
            due: day(round.due),
            closes: day(round.closes),
            instructions: "A demonstration: what is reported here is invented.".to_owned(),
        };
        let slug = self.slug.clone();
        let cycle = self
            .act(coordinator, round.opens.min(-1) - 5, move |unit| {
                Box::pin(async move { Ok(updates::cycles::create(unit, &slug, form).await?.id) })
            })
            .await?;
        let actions: Vec<ActionId> = self
            .actions()
            .await?
            .into_iter()
            .map(|action| ActionId(action.id))
            .collect();
        for agency in REPORTERS {
            self.report_as(round, cycle, agency, &actions).await?;
        }
        Ok(())
    }

    /// Lets the editor and the lead of an agency write and review what falls to them. What falls
    /// to others stays silent.
    async fn report_as(
        &self,
        round: Round,
        cycle: CycleId,
        agency: &'static str,
        actions: &[ActionId],
    ) -> Result<(), DemoError> {
        let agency_id = self.agency(agency)?;
        let wanted: Vec<(usize, ActionId, char)> = actions
            .iter()
            .zip(round.fates.chars())
            .enumerate()
            .filter(|(_, (_, fate))| *fate != '.')
            .map(|(at, (action, fate))| (at, *action, fate))
            .collect();
        let own = self.led_by(agency_id).await?;
        let wanted: Vec<_> = wanted
            .into_iter()
            .filter(|(_, action, _)| own.contains(action))
            .collect();
        let editor = member(Role::AgencyEditor, Some(agency))?;
        let sent = self
            .act(editor, round.written, move |unit| {
                Box::pin(async move {
                    let mut sent = Vec::new();
                    for (at, action, fate) in wanted {
                        let form = StartUpdate {
                            action,
                            cycle,
                            agency: Some(agency_id),
                            corrects: None,
                        };
                        let draft = match updates::write::start(unit, form).await {
                            Ok(draft) => draft,
                            // A joint lead has reported on it already.
                            Err(error) if error.code() == ErrorCode::AlreadyExists => {
                                continue;
                            }
                            Err(error) if error.code() == ErrorCode::WrongState => {
                                continue;
                            }
                            Err(error) => return Err(error),
                        };
                        let content = words::invented(rating(fate), at);
                        let implied = shared::updates::implied(
                            &draft.facts.after(&content, unit.today()),
                            unit.today(),
                        );
                        let content = words::answered(content, &implied, at, unit.today());
                        let saved =
                            updates::write::save(unit, draft.id, draft.version, content).await?;
                        if fate == 'd' {
                            continue;
                        }
                        let words = ReviewWords::default();
                        let submitted = updates::review::advance(
                            unit,
                            saved.id,
                            saved.version,
                            UpdateEvent::Submit,
                            words,
                        )
                        .await?;
                        sent.push((submitted, fate));
                    }
                    unit.changes_nothing();
                    Ok(sent)
                })
            })
            .await?;
        for (update, fate) in sent {
            match fate {
                's' => {}
                't' => {
                    let event = UpdateEvent::Return;
                    let words = words::RETURNED;
                    self.decide(&update, agency, round.written + 1, event, words)
                        .await?;
                }
                'x' => self.dispute(round, update, agency).await?,
                _ => self.conclude(round, update, agency).await?,
            }
        }
        Ok(())
    }

    /// Lets the partners that have accounts endorse an update, and the coordinating lead accept
    /// it. Before the due date what others have not endorsed waits; after it, it is accepted with
    /// their names missing, or by the plan's coordinator where the coordinating lead has nobody.
    async fn conclude(
        &self,
        round: Round,
        update: UpdateView,
        agency: &'static str,
    ) -> Result<(), DemoError> {
        let mut update = update;
        for partner in REPORTERS {
            let asked = self.agency(partner)?;
            if update
                .contributions
                .iter()
                .any(|one| one.agency.id == asked)
            {
                let (id, version) = (update.id, update.version);
                let lead = member(Role::AgencyLead, Some(partner))?;
                let endorsed = self.act(lead, round.written + 1, move |unit| {
                    Box::pin(async move {
                        let event = UpdateEvent::Endorse;
                        let words = ReviewWords::default();
                        updates::review::contribute(unit, id, asked, version, event, words).await
                    })
                });
                update = endorsed.await?;
            }
        }
        let waits = matches!(update.agreement, Some(agreement) if agreement != Endorsement::Full);
        let day = if waits && update.contributions.iter().any(|one| one.part.leads()) {
            round.due + 1
        } else {
            round.written + 1
        };
        if day > 0 {
            return Ok(());
        }
        let event = UpdateEvent::Accept;
        match self.decide(&update, agency, day, event, "").await {
            Err(DemoError::Work(error)) if error.code() == ErrorCode::Forbidden => {}
            decided => return decided,
        }
        let coordinator = member(Role::Coordinator, None)?;
        let (id, version) = (update.id, update.version);
        self.act(coordinator, day, move |unit| {
            Box::pin(async move {
                let words = ReviewWords {
                    comment: words::OVERRIDDEN.to_owned(),
                };
                let event = UpdateEvent::Override;
                updates::review::advance(unit, id, version, event, words).await?;
                Ok(())
            })
        })
        .await
    }

    /// Lets a partner dispute an update, its writers send it again, and everyone agree to it.
    async fn dispute(
        &self,
        round: Round,
        update: UpdateView,
        agency: &'static str,
    ) -> Result<(), DemoError> {
        let asked = self.agency(EDUCATION)?;
        let partner = member(Role::AgencyLead, Some(EDUCATION))?;
        let editor = member(Role::AgencyEditor, Some(agency))?;
        let (id, version) = (update.id, update.version);
        let returned = self.act(partner, round.written, move |unit| {
            Box::pin(async move {
                let words = ReviewWords {
                    comment: words::DISPUTED.to_owned(),
                };
                let event = UpdateEvent::Dispute;
                updates::review::contribute(unit, id, asked, version, event, words).await
            })
        });
        let returned = returned.await?;
        let again = self.act(editor, round.written, move |unit| {
            Box::pin(async move {
                let content = UpdateContent {
                    done: format!("{} {}", returned.content.done, words::AFTER_DISPUTE),
                    ..returned.content
                };
                let saved = updates::write::save(unit, id, returned.version, content).await?;
                let (event, words) = (UpdateEvent::Submit, ReviewWords::default());
                updates::review::advance(unit, id, saved.version, event, words).await
            })
        });
        self.conclude(round, again.await?, agency).await
    }

    /// Lets the lead of `agency` decide on an update.
    async fn decide(
        &self,
        update: &UpdateView,
        agency: &'static str,
        day: i64,
        event: UpdateEvent,
        words: &str,
    ) -> Result<(), DemoError> {
        let lead = member(Role::AgencyLead, Some(agency))?;
        let (id, version, comment) = (update.id, update.version, words.to_owned());
        self.act(lead, day, move |unit| {
            Box::pin(async move {
                let words = ReviewWords { comment };
                updates::review::advance(unit, id, version, event, words).await?;
                Ok(())
            })
        })
        .await
    }

    /// The actions that `agency` answers for, itself or for a class.
    async fn led_by(&self, agency: AgencyId) -> Result<Vec<ActionId>, DemoError> {
        use entities::{agency as agencies, assignment};
        let classes: Vec<uuid::Uuid> = agencies::Entity::find()
            .filter(agencies::Column::ReportedById.eq(agency.0))
            .all(&self.db.read)
            .await
            .map_err(ApiError::from)?
            .into_iter()
            .map(|class| class.id)
            .collect();
        let parts = assignment::Entity::find()
            .filter(assignment::Column::PlanId.eq(self.plan.0))
            .filter(assignment::Column::AgencyId.is_in(classes.into_iter().chain([agency.0])))
            .filter(assignment::Column::Role.is_in(["lead", "joint-lead"]))
            .all(&self.db.read)
            .await
            .map_err(ApiError::from)?;
        Ok(parts
            .into_iter()
            .map(|part| ActionId(part.action_id))
            .collect())
    }
}

/// The rating behind a letter. What waits for review or is still being written has one too.
const fn rating(fate: char) -> Brag {
    match fate {
        'a' | 't' | 'x' => Brag::Amber,
        'r' => Brag::Red,
        'b' => Brag::Blue,
        _ => Brag::Green,
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
