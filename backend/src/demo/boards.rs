//! Meetings and decisions. One meeting is in the plan's papers; the others are invented and say so.

use chrono::{Duration, NaiveDate};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use shared::{
    governance::{
        DecisionEvent,
        api::{CreateDecision, CreateMeeting, Paper},
    },
    ids::{ActionId, AgencyId, MeetingId},
    policy::Role,
};

use crate::{
    error::ApiError,
    features::governance::{decisions, meetings},
};

use super::{
    DemoError,
    cast::{BOARD, CCG, EDUCATION},
    story::{Story, member},
};

/// The committee that received the strategy, by its name in the plan.
const SCRUTINY: &str = "Kent Health Overview Scrutiny Committee";
/// The day that the plan's papers print for it.
const RECEIVED: &str = "2015-06-05";

/// A decision of the demonstration.
struct Item {
    words: &'static str,
    owner: Option<&'static str>,
    owner_note: &'static str,
    /// In days from today.
    due: Option<i64>,
    /// By reference.
    actions: &'static [&'static str],
    /// What happened, with the days from today on which it was recorded.
    events: &'static [(i64, &'static str, &'static str)],
}

const AUTUMN: [Item; 3] = [
    Item {
        words: "Invented for the demonstration: to hold the joint training days in all districts before the summer.",
        owner: Some(EDUCATION),
        owner_note: "Head of inclusion",
        due: Some(30),
        actions: &["2.1"],
        events: &[(-61, "agree", ""), (-40, "begin", "")],
    },
    Item {
        words: "Invented for the demonstration: to open the front door on Saturdays.",
        owner: Some(CCG),
        owner_note: "",
        due: Some(-10),
        actions: &["3.1"],
        events: &[(
            -61,
            "agree_with_conditions",
            "The cost stays within this year’s budget.",
        )],
    },
    Item {
        words: "Invented for the demonstration: to publish the workforce figures every quarter.",
        owner: None,
        owner_note: "",
        due: None,
        actions: &[],
        events: &[(-61, "defer", "The figures of two agencies are missing.")],
    },
];

const NEXT: [Item; 1] = [Item {
    words: "Invented for the demonstration: to extend the advice line to foster carers.",
    owner: None,
    owner_note: "",
    due: None,
    actions: &["2.3"],
    events: &[],
}];

impl Story<'_> {
    /// Adds them.
    pub async fn boards(&self) -> Result<(), DemoError> {
        let scrutiny = self.named(SCRUTINY).await?;
        let received: NaiveDate = RECEIVED
            .parse()
            .map_err(|_| DemoError::Missing("day of the scrutiny meeting"))?;
        self.meeting(
            -195,
            scrutiny,
            received,
            "Received the strategy and delivery plan",
            Vec::new(),
        )
        .await?;
        let board = self.agency(BOARD)?;
        let paper = Paper {
            title: "Invented for the demonstration: progress report".to_owned(),
            url: "https://www.example.org/progress-report.pdf".to_owned(),
        };
        for (added, held, title, papers, items) in [
            (
                -70,
                -62,
                "Invented for the demonstration: last quarterly meeting",
                vec![paper],
                AUTUMN.as_slice(),
            ),
            (
                -3,
                18,
                "Invented for the demonstration: next quarterly meeting",
                Vec::new(),
                NEXT.as_slice(),
            ),
        ] {
            let date = self.today + Duration::days(held);
            let meeting = self.meeting(added, board, date, title, papers).await?;
            for item in items {
                self.decision(added, meeting, item).await?;
            }
        }
        Ok(())
    }

    async fn named(&self, name: &'static str) -> Result<AgencyId, DemoError> {
        use entities::agency::{Column, Entity};
        Entity::find()
            .filter(Column::Name.eq(name))
            .one(&self.db.read)
            .await
            .map_err(ApiError::from)?
            .map(|row| AgencyId(row.id))
            .ok_or(DemoError::Missing(name))
    }

    async fn meeting(
        &self,
        added: i64,
        board: AgencyId,
        date: NaiveDate,
        title: &'static str,
        papers: Vec<Paper>,
    ) -> Result<MeetingId, DemoError> {
        let slug = self.slug.clone();
        let form = CreateMeeting {
            board,
            date,
            title: title.to_owned(),
            papers,
        };
        self.act(member(Role::Coordinator, None)?, added, move |unit| {
            Box::pin(async move { Ok(meetings::create(unit, &slug, form).await?.id) })
        })
        .await
    }

    async fn decision(&self, added: i64, meeting: MeetingId, item: &Item) -> Result<(), DemoError> {
        let coordinator = member(Role::Coordinator, None)?;
        let known = self.actions().await?;
        let form = CreateDecision {
            meeting,
            words: item.words.to_owned(),
            owner: item.owner.map(|owner| self.agency(owner)).transpose()?,
            owner_note: item.owner_note.to_owned(),
            due: item.due.map(|days| self.today + Duration::days(days)),
            actions: known
                .iter()
                .filter(|row| {
                    let reference = row.reference.as_deref();
                    reference.is_some_and(|reference| item.actions.contains(&reference))
                })
                .map(|row| ActionId(row.id))
                .collect(),
        };
        let slug = self.slug.clone();
        let reference = self
            .act(coordinator, added, move |unit| {
                Box::pin(async move { Ok(decisions::create(unit, &slug, form).await?.reference) })
            })
            .await?;
        for (version, (days, code, words)) in (1..).zip(item.events) {
            let event = DecisionEvent::of_code(code, words)
                .ok_or(DemoError::Missing("such event of a decision"))?;
            let (slug, reference) = (self.slug.clone(), reference.clone());
            self.act(coordinator, *days, move |unit| {
                Box::pin(async move {
                    decisions::happen(unit, &slug, &reference, version, event).await?;
                    Ok(())
                })
            })
            .await?;
        }
        Ok(())
    }
}
