//! Answers about a plan that are kept for whoever asks the same with the same rights, until
//! anything is done to the plan. What is kept is looked for only under the numbers that the plan
//! has now, so that nobody is given an answer from before a write that they could know of.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use axum::{
    body::Bytes,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use chrono::NaiveDate;
use serde::Serialize;
use shared::policy::{Actor, Grant};

use crate::{ctx::Ctx, db::revision::Stamp, error::ApiError, http::condition};

use super::{find::SeenPlan, moment::Moment};

/// Bytes of answers that are kept at most; past them all are let go and the next ones are kept.
const MOST: usize = 8 * 1024 * 1024;

/// Everything that an answer depends on but the plan.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Question {
    grants: Vec<Grant>,
    moment: Moment,
    today: NaiveDate,
    stamp: Stamp,
}

#[derive(Clone, Debug)]
struct Answer {
    etag: HeaderValue,
    body: Bytes,
}

#[derive(Debug, Default)]
struct Kept {
    answers: HashMap<Question, Answer>,
    bytes: usize,
}

/// The overviews that are kept.
#[derive(Clone, Debug, Default)]
pub struct Answers(Arc<Mutex<Kept>>);

impl Answers {
    fn find(&self, question: &Question) -> Option<Answer> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.answers.get(question).cloned()
    }

    fn keep(&self, question: Question, answer: Answer) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (plan, stamp) = (question.stamp.plan, question.stamp);
        // What the plan has outgrown is never asked for again.
        let mut let_go = 0;
        kept.answers.retain(|other, answer| {
            let outgrown = other.stamp.plan == plan && other.stamp != stamp;
            if outgrown {
                let_go += answer.body.len();
            }
            !outgrown
        });
        kept.bytes -= let_go;
        if kept.bytes + answer.body.len() > MOST {
            kept.answers.clear();
            kept.bytes = 0;
        }
        kept.bytes += answer.body.len();
        if let Some(same) = kept.answers.insert(question, answer) {
            kept.bytes -= same.body.len();
        }
    }
}

impl Answer {
    fn to_response(&self, ctx: &Ctx) -> Response {
        let known = self
            .etag
            .to_str()
            .is_ok_and(|tag| condition::unchanged(ctx.headers(), tag));
        let etag = [(header::ETAG, self.etag.clone())];
        if known {
            return (StatusCode::NOT_MODIFIED, etag).into_response();
        }
        let kind = HeaderValue::from_static("application/json");
        (etag, [(header::CONTENT_TYPE, kind)], self.body.clone()).into_response()
    }
}

/// The answer about `plan` at `moment`: the one that is kept, or else what `compute` gives. It may
/// depend on the caller's roles but not on who they are.
///
/// # Errors
/// Those of `compute`.
pub(super) async fn answer<V: Serialize>(
    ctx: &Ctx,
    plan: &SeenPlan,
    moment: Moment,
    compute: impl AsyncFnOnce() -> Result<V, ApiError>,
) -> Result<Response, ApiError> {
    // Named one by one, so that whatever else an actor comes to be has to be considered here.
    let Actor { person: _, grants } = ctx.actor();
    let question = plan.stamp().map(|stamp| Question {
        grants: grants.clone(),
        moment,
        today: ctx.today(),
        stamp,
    });
    if let Some(kept) = question
        .as_ref()
        .and_then(|asked| ctx.app.answers.find(asked))
    {
        return Ok(kept.to_response(ctx));
    }
    let body = serde_json::to_vec(&compute().await?)?;
    let answer = Answer {
        etag: HeaderValue::from_str(&condition::tag(0, &body))
            .map_err(|_| ApiError::Lost("a tag could not be written"))?,
        body: body.into(),
    };
    if let Some(question) = question {
        ctx.app.answers.keep(question, answer.clone());
    }
    Ok(answer.to_response(ctx))
}

#[cfg(test)]
mod tests {
    use shared::ids::PlanId;
    use uuid::Uuid;

    use super::*;

    fn question(plan: u128, revision: i64) -> Question {
        Question {
            grants: Vec::new(),
            moment: Moment::default(),
            today: NaiveDate::MIN,
            stamp: Stamp {
                plan: PlanId(Uuid::from_u128(plan)),
                revision,
                structure: 0,
                rights: 0,
            },
        }
    }

    fn answer(bytes: usize) -> Answer {
        Answer {
            etag: HeaderValue::from_static("\"v0\""),
            body: vec![b' '; bytes].into(),
        }
    }

    #[test]
    fn what_a_plan_has_outgrown_is_let_go_and_room_is_bounded() {
        let answers = Answers::default();
        answers.keep(question(1, 1), answer(10));
        answers.keep(question(2, 1), answer(20));
        answers.keep(question(1, 2), answer(30));
        assert!(answers.find(&question(1, 1)).is_none());
        assert!(answers.find(&question(1, 2)).is_some() && answers.find(&question(2, 1)).is_some());
        assert_eq!(answers.0.lock().unwrap().bytes, 50);
        answers.keep(question(1, 2), answer(40));
        assert_eq!(answers.0.lock().unwrap().bytes, 60);
        answers.keep(question(3, 1), answer(MOST - 30));
        assert!(answers.find(&question(2, 1)).is_none());
        assert_eq!(answers.0.lock().unwrap().bytes, MOST - 30);
    }
}
