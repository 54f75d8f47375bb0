use chrono::NaiveDate;

use super::Occasion;
use crate::calendar::day_in_words;

/// What the sentence of a notice is made of.
#[derive(Clone, Copy, Debug, Default)]
pub struct Facts<'a> {
    /// Who did it.
    pub by: Option<&'a str>,
    /// The agency's name.
    pub agency: &'a str,
    /// The action, by reference and title.
    pub action: Option<&'a str>,
    /// The cycle's name.
    pub cycle: Option<&'a str>,
    /// The first day.
    pub from: Option<NaiveDate>,
    /// The last day.
    pub until: Option<NaiveDate>,
}

impl Occasion {
    /// What its reader is told, in a sentence without its stop.
    pub fn sentence(self, facts: &Facts<'_>) -> String {
        let by = facts.by.unwrap_or("Somebody");
        let action = facts.action.unwrap_or("an action");
        let cycle = facts.cycle.unwrap_or("A reporting cycle");
        let agency = facts.agency;
        let until = |words: &str| {
            facts
                .until
                .map_or_else(String::new, |day| format!("{words}{}", day_in_words(day)))
        };
        match self {
            Self::ToReview => format!("An update waits for your review: {action}"),
            Self::ToEndorse => {
                format!("An update waits for {agency} to confirm or dispute it: {action}")
            }
            Self::Returned => format!("{by} returned your update with a comment: {action}"),
            Self::Disputed => {
                format!("{by} disputed your update, so it is back with you: {action}")
            }
            Self::Accepted => format!("{by} accepted your update: {action}"),
            Self::HandedOver => format!("{by} handed you an update to write: {action}"),
            Self::Exception => {
                format!("{cycle} is open to you again{}: {action}", until(" until "))
            }
            Self::Deputy => {
                let from = facts
                    .from
                    .map_or_else(String::new, |day| format!(" from {}", day_in_words(day)));
                format!(
                    "You stand in as a lead of {agency}{from}{}",
                    until(" until ")
                )
            }
            Self::Opened => format!("{cycle} has opened. {agency} owes updates{}", until(" by ")),
            Self::Week => format!(
                "{cycle}: updates of {agency} are due within a week{}",
                until(", by ")
            ),
            Self::TwoDays => {
                format!(
                    "{cycle}: updates of {agency} are due within two days{}",
                    until(", by ")
                )
            }
            Self::Overdue => format!(
                "{cycle}: updates of {agency} are overdue{}",
                until(" since ")
            ),
            Self::Escalated => format!("{cycle} closed without updates of {agency}"),
            // Of a case nothing is said: who reads over a shoulder learns that there is work.
            Self::CaseAsked => format!("{agency} is asked to take part in a case"),
            Self::CaseAnswered => {
                "An agency has answered or left in a case that you work with".to_owned()
            }
            Self::CaseNamed => format!("You are named on a case for {agency}"),
            Self::CasePass => {
                format!("{agency} is asked to hold responsibility for a case")
            }
            Self::CasePassed => {
                "Who holds responsibility for a case that you work with was answered or has changed"
                    .to_owned()
            }
            Self::CaseTold => {
                "Something has happened in a case that you work with. Look at it now".to_owned()
            }
            Self::GlassBroken => format!(
                "{by}, who is not named on it, opened a case in an emergency{}",
                until(". It is to be reviewed by ")
            ),
            Self::PlanWaits => format!("A step-down plan waits for {agency}"),
            Self::PlanMoved => {
                "Something has happened to a step-down plan that you work with".to_owned()
            }
            Self::ReviewSoon => {
                format!("A review of a step-down plan is due{}", until(" on "))
            }
            Self::ReviewMissed => format!(
                "A review of a step-down plan was missed{}. Hold it, or say why it was not held",
                until(" on ")
            ),
            Self::ReEntered => {
                format!(
                    "A young person comes back into support{}",
                    until(". Answer by ")
                )
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_occasion_says_what_it_is_about() {
        let facts = Facts {
            by: Some("Lee Lambert"),
            agency: "The council",
            action: Some("1.1 Train staff"),
            cycle: Some("Autumn"),
            from: "2026-11-01".parse().ok(),
            until: "2026-11-30".parse().ok(),
        };
        for one in Occasion::ALL {
            let words = one.sentence(&facts);
            assert!(
                [
                    "1.1 Train staff",
                    "Autumn",
                    "The council",
                    "a case",
                    "step-down plan",
                    "back into support"
                ]
                .iter()
                .any(|name| words.contains(name)),
                "{words}"
            );
            assert!(!words.ends_with('.') && !words.contains("  "), "{words}");
        }
        assert_eq!(
            Occasion::Deputy.sentence(&facts),
            "You stand in as a lead of The council from 1 November 2026 until 30 November 2026"
        );
        assert_eq!(
            Occasion::Exception.sentence(&facts),
            "Autumn is open to you again until 30 November 2026: 1.1 Train staff"
        );
        assert_eq!(
            Occasion::Returned.sentence(&Facts::default()),
            "Somebody returned your update with a comment: an action"
        );
    }
}
