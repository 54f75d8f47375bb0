//! The rounds of reporting: who writes, who agrees, and what stays silent.

use chrono::Duration;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use shared::{
    ids::{ActionId, AgencyId, CycleId},
    plans::AssignmentRole,
    policy::Role,
    problem::ErrorCode,
    updates::{
        Brag, CycleScope, Endorsement, UpdateEvent,
        api::{CreateCycle, ReviewWords, StartUpdate, UpdateContent, UpdateView},
    },
};

use crate::{error::ApiError, features::updates};

use super::{
    DemoError,
    cast::{CCG, EDUCATION, PUBLIC_HEALTH},
    story::{Story, member},
    words,
};

/// The agencies that have accounts and report.
pub(super) const REPORTERS: [&str; 3] = [CCG, PUBLIC_HEALTH, EDUCATION];

/// A round of reporting, in days from today, and what becomes of each action in it.
#[derive(Clone, Copy, Debug)]
pub struct Round {
    /// What is told while it is loaded.
    pub telling: &'static str,
    pub(super) name: &'static str,
    observes: (i64, i64),
    opens: i64,
    due: i64,
    pub(super) closes: i64,
    /// From which day it is locked by itself.
    locks: Option<i64>,
    /// On which day from today the updates are written and accepted.
    written: i64,
    /// By printed order: g green, a amber, r red, b blue, all accepted; x amber, and disputed by a
    /// partner before it was agreed; s submitted, t returned, d a draft; a dot for silence.
    pub(super) fates: &'static str,
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
        locks: None,
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
        locks: None,
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
        locks: Some(43),
        written: -2,
        fates: "gtgarsgdbagsg..gg.r.ad",
    },
];

impl Story<'_> {
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
            locks: round.locks.map(day),
            scope: CycleScope::default(),
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
    pub(super) async fn led_by(&self, agency: AgencyId) -> Result<Vec<ActionId>, DemoError> {
        use entities::{agency as agencies, assignment};
        let leading = AssignmentRole::ALL.iter().filter(|role| role.leads());
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
            .filter(assignment::Column::Role.is_in(leading.map(|role| role.code())))
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
