//! The words of a digest, as plain text and as HTML. They name agencies and actions, never people.

use std::fmt::Write as _;

use chrono::NaiveDate;
use shared::{
    calendar::day_in_words,
    chasing::Reminder,
    ids::UpdateId,
    plans::api::{ActionRef, PlanRef},
    updates::UpdateEvent,
};

use super::owing::Owing;

/// A mail, ready to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// The address to which it goes.
    pub to: String,
    /// The subject.
    pub subject: String,
    /// The words.
    pub text: String,
    /// The same as HTML.
    pub html: String,
    /// Where one chooses what one gets.
    pub choices: String,
}

/// What there is to say of one cycle.
#[derive(Clone, Debug)]
pub struct Cycle {
    /// Why it is said.
    pub reminder: Reminder,
    /// Of which plan.
    pub plan: PlanRef,
    /// The cycle's name.
    pub name: String,
    /// The day by which updates are due.
    pub due: NaiveDate,
    /// The last day on which they are taken.
    pub closes: NaiveDate,
    /// What the agency owes.
    pub owing: Owing,
}

/// What became of one update.
#[derive(Clone, Debug)]
pub struct Decision {
    /// What happened to it.
    pub event: UpdateEvent,
    /// The action that it is on.
    pub action: ActionRef,
    /// The update.
    pub update: UpdateId,
}

/// An update that a colleague handed to the person.
#[derive(Clone, Debug)]
pub struct Handed {
    /// The action that it is on.
    pub action: ActionRef,
    /// The update.
    pub update: UpdateId,
}

/// Everything that one mail says.
#[derive(Clone, Debug)]
pub struct Digest {
    /// The partnership's name.
    pub partnership: String,
    /// The agency's name.
    pub agency: String,
    /// Of cycles, the most pressing first.
    pub cycles: Vec<Cycle>,
    /// Of updates that they are to write.
    pub handed: Vec<Handed>,
    /// Of updates.
    pub decisions: Vec<Decision>,
    /// How many things about cases wait. Nothing else is said of a case.
    pub cases: usize,
}

/// A piece of a mail.
enum Block {
    Heading(String),
    Words(String),
    Links(Vec<(String, String)>),
}

impl Cycle {
    fn missing(&self) -> usize {
        self.owing.unsent.len() + self.owing.waiting.len() + self.owing.asked.len()
    }

    fn headline(&self) -> String {
        let (due, closes) = (day_in_words(self.due), day_in_words(self.closes));
        match self.reminder {
            Reminder::Opened => format!("{} is open. Updates are due by {due}.", self.name),
            Reminder::Week | Reminder::TwoDays => {
                format!("{}: updates are due by {due}.", self.name)
            }
            Reminder::Overdue => format!(
                "{}: updates were due by {due}. They are still taken until {closes}.",
                self.name
            ),
            Reminder::Escalated => format!(
                "{} closed on {closes}. What follows is shown as not reported. You get this because you answer for the agency.",
                self.name
            ),
        }
    }

    /// The subject of a mail in which this is the most pressing.
    fn subject(&self) -> String {
        let count = counted(self.missing(), "update");
        match self.reminder {
            Reminder::Opened | Reminder::Week | Reminder::TwoDays => {
                format!("{count} due by {}", day_in_words(self.due))
            }
            Reminder::Overdue => format!("{count} overdue since {}", day_in_words(self.due)),
            Reminder::Escalated => format!("Reporting closed without {count}"),
        }
    }

    fn blocks(&self, origin: &str) -> Vec<Block> {
        let mut blocks = vec![
            Block::Heading(self.plan.title.clone()),
            Block::Words(self.headline()),
        ];
        let lists = [
            ("Nothing has been sent yet on:", &self.owing.unsent),
            ("Waiting for your agency's review:", &self.owing.waiting),
            (
                "Waiting for your agency to say whether it stands behind another's update:",
                &self.owing.asked,
            ),
        ];
        for (words, actions) in lists.into_iter().filter(|(_, list)| !list.is_empty()) {
            blocks.push(Block::Words(words.to_owned()));
            blocks.push(Block::Links(
                actions
                    .iter()
                    .map(|action| {
                        let address =
                            format!("{origin}/plans/{}/actions/{}", self.plan.slug, action.id);
                        (title(action), address)
                    })
                    .collect(),
            ));
        }
        blocks
    }
}

/// The mail that says `digest`; none where it says nothing.
pub fn write(digest: &Digest, to: &str, origin: &str) -> Option<Letter> {
    let subject = if let Some(cycle) = digest.cycles.first() {
        cycle.subject()
    } else if !digest.handed.is_empty() {
        format!("{} handed to you", counted(digest.handed.len(), "update"))
    } else if !digest.decisions.is_empty() {
        "What became of your updates".to_owned()
    } else if digest.cases > 0 {
        wait(digest.cases)
    } else {
        return None;
    };
    let choices = format!("{origin}/account/mail");
    let mut blocks = vec![Block::Words(format!(
        "This is today's digest for {} from {}.",
        digest.agency, digest.partnership
    ))];
    for cycle in &digest.cycles {
        blocks.extend(cycle.blocks(origin));
    }
    if !digest.handed.is_empty() {
        blocks.push(Block::Heading("Handed to you to write".to_owned()));
        blocks.push(Block::Links(
            digest
                .handed
                .iter()
                .map(|one| {
                    let address = format!("{origin}/updates/{}/edit", one.update);
                    (title(&one.action), address)
                })
                .collect(),
        ));
    }
    if !digest.decisions.is_empty() {
        blocks.push(Block::Heading("What became of your updates".to_owned()));
        blocks.push(Block::Links(
            digest
                .decisions
                .iter()
                .map(|decision| {
                    let words = format!("{}: {}", decision.event.label(), title(&decision.action));
                    (words, format!("{origin}/updates/{}", decision.update))
                })
                .collect(),
        ));
    }
    if digest.cases > 0 {
        blocks.push(Block::Heading("Cases".to_owned()));
        blocks.push(Block::Links(vec![(
            wait(digest.cases),
            format!("{origin}/cases"),
        )]));
    }
    let of_updates =
        !digest.cycles.is_empty() || !digest.handed.is_empty() || !digest.decisions.is_empty();
    blocks.push(Block::Links(vec![(
        "Open your work".to_owned(),
        format!("{origin}/"),
    )]));
    let because = if of_updates {
        "write or review updates for the agency"
    } else {
        "work on cases for the agency"
    };
    blocks.push(Block::Words(format!(
        "You get this because you {because}. You can choose what you get by mail, or stop it, on your account page:"
    )));
    blocks.push(Block::Links(vec![(
        "Choose what you get".to_owned(),
        choices.clone(),
    )]));
    Some(Letter {
        to: to.to_owned(),
        subject,
        text: text(&blocks),
        html: html(&blocks),
        choices,
    })
}

/// The mail that tells at once that a case was opened by breaking the glass. It says nothing of the
/// case, and not who did it: whoever may know reads it where they sign in.
pub fn of_glass(partnership: &str, to: &str, origin: &str) -> Letter {
    let choices = format!("{origin}/account/mail");
    let blocks = [
        Block::Words(format!(
            "Somebody who is not named on a case has opened it in an emergency, by breaking the glass, in the service of {partnership}."
        )),
        Block::Words(
            "Somebody else has to review it within three working days. Who opened it, why and which case it was is shown where you sign in:".to_owned(),
        ),
        Block::Links(vec![(
            "See what was opened".to_owned(),
            format!("{origin}/cases/glass"),
        )]),
        Block::Words(
            "You get this because you hold the case, or because you look after the audit log. This mail is always sent.".to_owned(),
        ),
    ];
    Letter {
        to: to.to_owned(),
        subject: "A case was opened in an emergency".to_owned(),
        text: text(&blocks),
        html: html(&blocks),
        choices,
    }
}

fn wait(count: usize) -> String {
    match count {
        1 => "1 thing about cases waits for you".to_owned(),
        _ => format!("{count} things about cases wait for you"),
    }
}

fn title(action: &ActionRef) -> String {
    format!("{} {}", action.reference, action.title)
}

fn counted(count: usize, noun: &str) -> String {
    match count {
        1 => format!("1 {noun}"),
        _ => format!("{count} {noun}s"),
    }
}

fn text(blocks: &[Block]) -> String {
    let mut out = String::new();
    for block in blocks {
        match block {
            Block::Heading(words) => {
                let _ = write!(out, "\n{}\n\n", words.to_uppercase());
            }
            Block::Words(words) => {
                let _ = write!(out, "{words}\n\n");
            }
            Block::Links(links) => {
                for (words, address) in links {
                    let _ = write!(out, "- {words}\n  {address}\n");
                }
                out.push('\n');
            }
        }
    }
    out
}

fn html(blocks: &[Block]) -> String {
    let mut out = String::from(
        "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Digest</title></head>\
         <body style=\"font-family: sans-serif; font-size: 16px; line-height: 1.5; max-width: 40em\">",
    );
    for block in blocks {
        match block {
            Block::Heading(words) => {
                let _ = write!(out, "<h2 style=\"font-size: 19px\">{}</h2>", escaped(words));
            }
            Block::Words(words) => {
                let _ = write!(out, "<p>{}</p>", escaped(words));
            }
            Block::Links(links) => {
                out.push_str("<ul>");
                for (words, address) in links {
                    let _ = write!(
                        out,
                        "<li><a href=\"{}\">{}</a></li>",
                        escaped(address),
                        escaped(words)
                    );
                }
                out.push_str("</ul>");
            }
        }
    }
    out.push_str("</body></html>");
    out
}

fn escaped(text: &str) -> String {
    text.chars()
        .fold(String::with_capacity(text.len()), |mut out, one| {
            match one {
                '&' => out.push_str("&amp;"),
                '<' => out.push_str("&lt;"),
                '>' => out.push_str("&gt;"),
                '"' => out.push_str("&quot;"),
                one => out.push(one),
            }
            out
        })
}

#[cfg(test)]
mod tests {
    use shared::ids::{ActionId, PlanId};
    use uuid::Uuid;

    use super::*;

    fn action(reference: &str, title: &str) -> ActionRef {
        ActionRef {
            id: ActionId(Uuid::nil()),
            reference: reference.to_owned(),
            title: title.to_owned(),
        }
    }

    fn cycle(reminder: Reminder) -> Cycle {
        Cycle {
            reminder,
            plan: PlanRef {
                id: PlanId(Uuid::nil()),
                slug: "kent".to_owned(),
                title: "Kent plan".to_owned(),
            },
            name: "Autumn".to_owned(),
            due: "2026-10-14".parse().unwrap(),
            closes: "2026-10-21".parse().unwrap(),
            owing: Owing {
                unsent: vec![action("1.1", "Train <everyone>")],
                waiting: vec![action("2.1", "One front door")],
                asked: vec![action("3.1", "Lessons")],
            },
        }
    }

    fn digest(cycles: Vec<Cycle>, decisions: Vec<Decision>) -> Digest {
        Digest {
            partnership: "Kent".to_owned(),
            agency: "The \"A\" & B trust".to_owned(),
            cycles,
            handed: Vec::new(),
            decisions,
            cases: 0,
        }
    }

    #[test]
    fn what_was_handed_over_leads_to_where_it_is_written() {
        let handed = Handed {
            action: action("3.1", "Lessons"),
            update: UpdateId(Uuid::nil()),
        };
        let digest = Digest {
            handed: vec![handed],
            ..digest(vec![], vec![])
        };
        let letter = write(&digest, "a@b.example", "https://t").unwrap();
        assert_eq!(letter.subject, "1 update handed to you");
        let address = format!("https://t/updates/{}/edit", Uuid::nil());
        for text in [&letter.text, &letter.html] {
            assert!(text.contains("3.1 Lessons") && text.contains(&address));
        }
    }

    #[test]
    fn of_cases_it_counts_and_says_nothing_else() {
        let one = |cases| {
            let digest = Digest {
                cases,
                ..digest(vec![], vec![])
            };
            write(&digest, "a@b.example", "https://t").unwrap()
        };
        assert_eq!(one(1).subject, "1 thing about cases waits for you");
        let two = one(2);
        for text in [&two.text, &two.html] {
            assert!(text.contains("2 things about cases wait for you"));
            assert!(text.contains("https://t/cases") && text.contains("work on cases"));
        }
        let glass = of_glass("Kent", "a@b.example", "https://t");
        assert!(glass.text.contains("https://t/cases/glass"));
    }

    #[test]
    fn the_subject_says_what_presses_most() {
        let table = [
            (Reminder::Opened, "3 updates due by 14 October 2026"),
            (Reminder::Week, "3 updates due by 14 October 2026"),
            (Reminder::TwoDays, "3 updates due by 14 October 2026"),
            (Reminder::Overdue, "3 updates overdue since 14 October 2026"),
            (Reminder::Escalated, "Reporting closed without 3 updates"),
        ];
        for (reminder, subject) in table {
            let letter = write(
                &digest(vec![cycle(reminder)], vec![]),
                "a@b.example",
                "https://t",
            )
            .unwrap();
            assert_eq!(letter.subject, subject);
        }
        assert!(write(&digest(vec![], vec![]), "a@b.example", "https://t").is_none());
    }

    #[test]
    fn both_forms_say_the_same_and_lead_into_the_product() {
        let decided = Decision {
            event: UpdateEvent::Return,
            action: action("3.1", "Lessons"),
            update: UpdateId(Uuid::nil()),
        };
        let digest = digest(vec![cycle(Reminder::Overdue)], vec![decided]);
        let letter = write(&digest, "a@b.example", "https://t").unwrap();
        for words in [
            "1.1 Train <everyone>",
            "2.1 One front door",
            "Returned with a comment: 3.1 Lessons",
            "still taken until 21 October 2026",
        ] {
            assert!(letter.text.contains(words), "{words} in {}", letter.text);
            assert!(
                letter.html.contains(&escaped(words)),
                "{words} in {}",
                letter.html
            );
        }
        let id = Uuid::nil();
        for address in [
            format!("https://t/plans/kent/actions/{id}"),
            format!("https://t/updates/{id}"),
            "https://t/account/mail".to_owned(),
        ] {
            assert!(
                letter.text.contains(&address) && letter.html.contains(&address),
                "{address}"
            );
        }
        assert!(
            letter.html.contains("The &quot;A&quot; &amp; B trust")
                && !letter.html.contains("<everyone>")
        );
    }
}
