//! Reviews: each is set for a day, and stays until somebody has held it or said why not.

use chrono::NaiveDate;

use super::dates::ReviewFinding;
use crate::policy::RefusalCode;

/// A review of a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Review {
    /// The day for which it was set.
    pub due: NaiveDate,
    /// What became of it; none while it is to be held.
    pub answer: Option<Answer>,
}

/// What became of a review.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// It was held.
    Held {
        /// On which day.
        on: NaiveDate,
        /// What it found.
        finding: ReviewFinding,
        /// What changes.
        words: String,
    },
    /// It was not held.
    NotHeld {
        /// Why.
        words: String,
    },
}

/// Reviews set for these days.
pub(super) fn set(days: &[NaiveDate]) -> Vec<Review> {
    days.iter()
        .map(|due| Review {
            due: *due,
            answer: None,
        })
        .collect()
}

/// Whether the day of a review has passed and nobody has said anything of it.
pub fn missed(review: &Review, today: NaiveDate) -> bool {
    review.answer.is_none() && review.due < today
}

/// The reviews when that which was set for `due` has been answered on the day `on`, and another one
/// is set for `following`. The next one must come soon enough for what was found.
pub(super) fn answered(
    reviews: &[Review],
    due: NaiveDate,
    answer: Answer,
    following: Option<NaiveDate>,
    on: NaiveDate,
) -> Result<Vec<Review>, RefusalCode> {
    let by = match &answer {
        Answer::Held { finding, .. } => finding.next_by(on),
        // One that was missed is made up for as if there were early signs: nobody has looked.
        Answer::NotHeld { .. } => ReviewFinding::Wobbling.next_by(on),
    };
    let mut next = reviews.to_vec();
    let review = next
        .iter_mut()
        .find(|review| review.due == due)
        .ok_or(RefusalCode::NoSuchReview)?;
    if review.answer.is_some() {
        return Err(RefusalCode::ReviewHeld);
    }
    review.answer = Some(answer);
    if let Some(following) = following {
        if following <= on {
            return Err(RefusalCode::NextReviewPassed);
        }
        match next.iter().find(|review| review.due == following) {
            Some(there) if there.answer.is_some() => return Err(RefusalCode::ReviewHeld),
            Some(_) => {}
            None => next.push(Review {
                due: following,
                answer: None,
            }),
        }
    }
    next.sort_by_key(|review| review.due);
    let soonest = next
        .iter()
        .find(|review| review.answer.is_none() && review.due > on)
        .ok_or(RefusalCode::NextReviewMissing)?;
    if soonest.due > by {
        return Err(RefusalCode::NextReviewLate);
    }
    Ok(next)
}

/// The reviews when a version comes into force that sets them for the days `planned`: what was
/// answered stays, what was missed stays, and of what is to come the new days count. Where all of
/// them have passed, the old ones stay.
pub(super) fn carried_over(
    reviews: &[Review],
    planned: &[NaiveDate],
    today: NaiveDate,
) -> Vec<Review> {
    let ahead: Vec<NaiveDate> = planned
        .iter()
        .copied()
        .filter(|due| {
            *due >= today
                && !reviews
                    .iter()
                    .any(|one| one.due == *due && one.answer.is_some())
        })
        .collect();
    if ahead.is_empty() {
        return reviews.to_vec();
    }
    let mut next: Vec<Review> = reviews
        .iter()
        .filter(|review| review.answer.is_some() || missed(review, today))
        .cloned()
        .collect();
    next.extend(set(&ahead));
    next.sort_by_key(|review| review.due);
    next
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::step_down::made::day;

    fn held(on: &str, finding: ReviewFinding) -> Answer {
        Answer::Held {
            on: day(on),
            finding,
            words: "Two sessions more".into(),
        }
    }

    fn two() -> Vec<Review> {
        set(&[day("2027-01-19"), day("2027-03-16")])
    }

    #[test]
    fn a_review_is_recorded_once() {
        let holding = held("2027-01-19", ReviewFinding::Holding);
        let one = answered(
            &two(),
            day("2027-01-19"),
            holding.clone(),
            None,
            day("2027-01-19"),
        )
        .unwrap();
        assert!(one[0].answer.is_some() && one[1].answer.is_none());
        let again = answered(
            &one,
            day("2027-01-19"),
            holding.clone(),
            None,
            day("2027-01-19"),
        );
        assert_eq!(again, Err(RefusalCode::ReviewHeld));
        let other = answered(&one, day("2027-01-20"), holding, None, day("2027-01-19"));
        assert_eq!(other, Err(RefusalCode::NoSuchReview));
    }

    #[test]
    fn another_review_is_always_set() {
        let last = |finding, next: Option<&str>| {
            let one = set(&[day("2027-01-19")]);
            answered(
                &one,
                day("2027-01-19"),
                held("2027-01-20", finding),
                next.map(day),
                day("2027-01-20"),
            )
            .map(|reviews| reviews.len())
        };
        use ReviewFinding::{Holding, Struggling, Wobbling};
        for finding in ReviewFinding::ALL {
            assert_eq!(last(*finding, None), Err(RefusalCode::NextReviewMissing));
            assert_eq!(
                last(*finding, Some("2027-01-20")),
                Err(RefusalCode::NextReviewPassed)
            );
            assert_eq!(last(*finding, Some("2027-02-03")), Ok(2));
        }
        assert_eq!(
            last(Struggling, Some("2027-02-04")),
            Err(RefusalCode::NextReviewLate)
        );
        assert_eq!(last(Wobbling, Some("2027-03-03")), Ok(2));
        assert_eq!(
            last(Wobbling, Some("2027-03-04")),
            Err(RefusalCode::NextReviewLate)
        );
        assert_eq!(last(Holding, Some("2027-07-21")), Ok(2));
        assert_eq!(
            last(Holding, Some("2027-07-22")),
            Err(RefusalCode::NextReviewLate)
        );
        // One that is set already does where it is soon enough.
        let answer = |finding| {
            answered(
                &two(),
                day("2027-01-19"),
                held("2027-01-19", finding),
                None,
                day("2027-01-19"),
            )
        };
        assert!(answer(Holding).is_ok());
        assert_eq!(answer(Struggling), Err(RefusalCode::NextReviewLate));
    }

    #[test]
    fn a_new_version_does_not_hide_what_was_missed() {
        let today = day("2027-02-01");
        let carried = carried_over(
            &two(),
            &[day("2027-01-25"), day("2027-02-15"), day("2027-04-12")],
            today,
        );
        let days: Vec<NaiveDate> = carried.iter().map(|review| review.due).collect();
        assert_eq!(
            days,
            [day("2027-01-19"), day("2027-02-15"), day("2027-04-12")]
        );
        assert!(missed(&carried[0], today));
        // Days that have all passed set nothing, so that the old ones stay.
        assert_eq!(carried_over(&two(), &[day("2027-01-25")], today), two());
    }
}
