//! Answers about a plan that are kept for whoever asks the same with the same rights, until
//! anything is done to the plan. What is kept is looked for only under the numbers that the plan
//! has now, so that nobody is given an answer from before a write that they could know of.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use axum::{
    body::Bytes,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use chrono::NaiveDate;
use shared::{
    auth::TokenScope,
    ids::PlanId,
    policy::{Actor, Grant},
};

use crate::{
    ctx::Ctx,
    db::revision::Stamp,
    error::ApiError,
    http::{condition, reply::Reply},
};

use super::{board, find::SeenPlan, moment::Moment, register::Filter};

/// Bytes of answers that are kept at most; past them all are let go and the next ones are kept.
const MOST: usize = 12 * 1024 * 1024;
/// What an answer takes beside its bytes, about.
const BESIDE: usize = 512;

/// What is asked about a plan.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum What {
    /// Its overview.
    Overview(Moment),
    /// Its board's page.
    Board(board::Asked),
    /// Its actions, or those that fit.
    Register(Filter),
    /// Who has reported in its latest cycles.
    Reporting,
    /// The action with this id or reference.
    Action(String, Moment),
}

impl What {
    /// Whether the answer shows no updates but accepted ones, as [`super::reports::Reports`] reads
    /// them, so that it outlives what is done to others.
    const fn of_reports(&self) -> bool {
        match self {
            Self::Overview(_) => true,
            Self::Register(filter) => filter.is_of_reports(),
            Self::Board(_) | Self::Reporting | Self::Action(..) => false,
        }
    }
}

/// Everything that an answer depends on but the plan. The moment may be now, so the day counts.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Question {
    what: What,
    grants: Vec<Grant>,
    scopes: Option<Vec<TokenScope>>,
    today: NaiveDate,
}

#[derive(Clone, Debug)]
struct Answer {
    etag: Option<HeaderValue>,
    link: Option<HeaderValue>,
    body: Bytes,
}

/// The answers about one plan.
#[derive(Debug, Default)]
struct OfPlan {
    /// Those that show any updates.
    all: AsOf,
    /// Those that show accepted updates alone.
    reports: AsOf,
}

/// Answers as of one stamp.
#[derive(Debug, Default)]
struct AsOf {
    stamp: Option<Stamp>,
    answers: HashMap<Question, Answer>,
    bytes: usize,
}

impl OfPlan {
    const fn bytes(&self) -> usize {
        self.all.bytes + self.reports.bytes
    }
}

/// The answers that are kept.
#[derive(Clone, Debug, Default)]
pub struct Answers(Arc<Mutex<HashMap<PlanId, OfPlan>>>);

impl Answers {
    fn find(&self, stamp: Stamp, question: &Question) -> Option<Answer> {
        let plans = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let of_plan = plans.get(&stamp.plan)?;
        let (kept, stamp) = if question.what.of_reports() {
            (&of_plan.reports, stamp.of_reports())
        } else {
            (&of_plan.all, stamp)
        };
        if kept.stamp != Some(stamp) {
            return None;
        }
        kept.answers.get(question).cloned()
    }

    fn keep(&self, stamp: Stamp, question: Question, answer: Answer) {
        let mut plans = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let size = answer.body.len() + BESIDE;
        if plans.values().map(OfPlan::bytes).sum::<usize>() + size > MOST {
            plans.clear();
        }
        let of_plan = plans.entry(stamp.plan).or_default();
        let (kept, stamp) = if question.what.of_reports() {
            (&mut of_plan.reports, stamp.of_reports())
        } else {
            (&mut of_plan.all, stamp)
        };
        if kept.stamp != Some(stamp) {
            // What the plan has outgrown is never asked for again.
            *kept = AsOf {
                stamp: Some(stamp),
                ..AsOf::default()
            };
        }
        kept.bytes += size;
        if let Some(same) = kept.answers.insert(question, answer) {
            kept.bytes -= same.body.len() + BESIDE;
        }
    }
}

impl Answer {
    /// What can be kept of a reply; nothing of one that is not plainly an answer.
    fn of(reply: &Reply) -> Option<Self> {
        if reply.status != StatusCode::OK || reply.secret || reply.cookie.is_some() {
            return None;
        }
        let value = |text: &str| HeaderValue::from_str(text).ok();
        Some(Self {
            etag: reply.etag.as_deref().and_then(value),
            link: reply.link().as_deref().and_then(value),
            body: Bytes::copy_from_slice(reply.body.as_bytes()),
        })
    }

    fn into_response(self, ctx: &Ctx) -> Response {
        let known = self
            .etag
            .as_ref()
            .and_then(|tag| tag.to_str().ok())
            .is_some_and(|tag| condition::unchanged(ctx.headers(), tag));
        let mut headers = HeaderMap::with_capacity(3);
        for (name, value) in [(header::ETAG, self.etag), (header::LINK, self.link)] {
            if let Some(value) = value {
                headers.insert(name, value);
            }
        }
        if known {
            return (StatusCode::NOT_MODIFIED, headers).into_response();
        }
        let kind = HeaderValue::from_static("application/json");
        headers.insert(header::CONTENT_TYPE, kind);
        // The kind has to take the place of the one that bytes have by themselves.
        (headers, axum::body::Body::from(self.body)).into_response()
    }
}

/// The answer to a question about a plan: the one that is kept, or else what `compute` gives. It
/// may depend on the caller's roles but not on who they are.
///
/// # Errors
/// Those of `compute`.
pub(super) async fn answer(
    ctx: &Ctx,
    plan: &SeenPlan,
    what: What,
    compute: impl AsyncFnOnce() -> Result<Reply, ApiError>,
) -> Result<Response, ApiError> {
    // Named one by one, so that whatever else an actor comes to be has to be considered here.
    let Actor {
        person: _,
        grants,
        scopes,
    } = ctx.actor();
    let Some(stamp) = plan.stamp() else {
        return Ok(ctx.answer(compute().await?));
    };
    let question = Question {
        what,
        grants: grants.clone(),
        scopes: scopes.clone(),
        today: ctx.today(),
    };
    if let Some(kept) = ctx.app.answers.find(stamp, &question) {
        return Ok(kept.into_response(ctx));
    }
    let reply = compute().await?;
    if let Some(answer) = Answer::of(&reply) {
        ctx.app.answers.keep(stamp, question, answer);
    }
    Ok(ctx.answer(reply))
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn stamp(plan: u128, revision: i64) -> Stamp {
        Stamp {
            plan: PlanId(Uuid::from_u128(plan)),
            revision,
            reported: revision,
            structure: 0,
            rights: 0,
        }
    }

    fn question() -> Question {
        Question {
            what: What::Overview(Moment::default()),
            grants: Vec::new(),
            scopes: None,
            today: NaiveDate::MIN,
        }
    }

    fn answer(bytes: usize) -> Answer {
        Answer {
            etag: None,
            link: None,
            body: vec![b' '; bytes].into(),
        }
    }

    #[test]
    fn what_a_plan_has_outgrown_is_let_go_and_room_is_bounded() {
        let answers = Answers::default();
        let bytes = || -> usize { answers.0.lock().unwrap().values().map(OfPlan::bytes).sum() };
        let has = |plan, revision| answers.find(stamp(plan, revision), &question()).is_some();
        answers.keep(stamp(1, 1), question(), answer(10));
        answers.keep(stamp(2, 1), question(), answer(20));
        assert!(has(1, 1) && has(2, 1) && !has(1, 2));
        answers.keep(stamp(1, 2), question(), answer(30));
        assert!(!has(1, 1) && has(1, 2) && has(2, 1));
        assert_eq!(bytes(), 50 + 2 * BESIDE);
        answers.keep(stamp(1, 2), question(), answer(40));
        assert_eq!(bytes(), 60 + 2 * BESIDE);
        answers.keep(stamp(3, 1), question(), answer(MOST - BESIDE));
        assert!(has(3, 1) && !has(1, 2) && !has(2, 1));
        assert_eq!(bytes(), MOST);
    }

    #[test]
    fn what_shows_accepted_updates_alone_outlives_what_is_done_to_others() {
        let answers = Answers::default();
        let ask = |what: &What| Question {
            what: what.clone(),
            ..question()
        };
        let (before, saved, accepted) = (
            stamp(1, 1),
            Stamp {
                revision: 2,
                ..stamp(1, 1)
            },
            stamp(1, 3),
        );
        let narrow = Filter {
            show: Some(shared::plans::board::Show::Due),
            ..Filter::default()
        };
        for (what, outlives) in [
            (What::Overview(Moment::default()), true),
            (What::Register(Filter::default()), true),
            (What::Register(narrow), false),
            (What::Reporting, false),
            (What::Action("1.1".to_owned(), Moment::default()), false),
        ] {
            answers.keep(before, ask(&what), answer(1));
            assert!(answers.find(before, &ask(&what)).is_some(), "{what:?}");
            let kept = answers.find(saved, &ask(&what)).is_some();
            assert_eq!(kept, outlives, "{what:?}");
            assert!(answers.find(accepted, &ask(&what)).is_none(), "{what:?}");
        }
    }

    #[test]
    fn only_plain_answers_are_kept() {
        let reply = Reply::view(&1).unwrap();
        assert!(Answer::of(&reply).is_some());
        assert!(
            Answer::of(&Reply {
                status: StatusCode::MULTIPLE_CHOICES,
                ..reply.clone()
            })
            .is_none()
        );
        assert!(Answer::of(&reply.shown_once()).is_none());
    }
}
