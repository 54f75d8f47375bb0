//! What a service must be before it is kept.

use chrono::NaiveDate;

use super::api::{CloseService, ServiceDraft};
use crate::{
    problem::{FieldCode, FieldError},
    text::{NAME_MAX, PASSAGE_MAX, TITLE_MAX, email, line, passage},
};

/// The highest level of need; 1 is universal.
pub const HIGHEST_LEVEL: i32 = 4;
/// The highest age that a service can name, in years.
pub const HIGHEST_AGE: i32 = 120;
/// Most other names of a service.
pub const ALIASES_MAX: usize = 20;
/// Most agencies that pay for a service.
const COMMISSIONERS_MAX: usize = 20;
/// Longest telephone number, in characters.
const PHONE_MAX: usize = 40;
/// Longest web address, in characters.
const URL_MAX: usize = 500;

/// A text as it is compared and searched: in small letters, with one space between words, and with
/// the plain marks that keyboards have. Two services with one folded name have one name.
pub fn folded(text: &str) -> String {
    let plain: String = text
        .chars()
        .map(|c| match c {
            '\u{2018}' | '\u{2019}' => '\'',
            '\u{2010}'..='\u{2015}' => '-',
            other => other,
        })
        .collect();
    plain
        .to_lowercase()
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

/// Collects faults, so that a person is told of all of them at once.
#[derive(Default)]
struct Faults(Vec<FieldError>);

impl Faults {
    fn take<T: Default>(&mut self, read: Result<T, FieldError>) -> T {
        read.unwrap_or_else(|fault| {
            self.0.push(fault);
            T::default()
        })
    }

    fn add(&mut self, pointer: &str, code: FieldCode, detail: impl Into<String>) {
        self.0.push(FieldError::new(pointer, code, detail));
    }
}

/// Checks what was typed about a service, and gives it back as it is kept: texts trimmed, empty
/// ones absent, nothing twice.
///
/// # Errors
/// Every fault, at its field.
pub fn check(draft: ServiceDraft) -> Result<ServiceDraft, Vec<FieldError>> {
    let mut faults = Faults::default();
    let name = faults.take(line("/name", "the service's name", &draft.name, TITLE_MAX));
    let aliases = aliases(&mut faults, &draft.aliases, &name);
    let summary = faults.take(passage("/summary", &draft.summary, PASSAGE_MAX));
    range(
        &mut faults,
        "level",
        "level of need",
        (1, HIGHEST_LEVEL),
        (draft.level_from, draft.level_to),
    );
    if draft.level_from.is_some() != draft.level_to.is_some() {
        let pointer = if draft.level_from.is_none() {
            "/level_from"
        } else {
            "/level_to"
        };
        let words = "Enter the lowest and the highest level, or leave both empty. For a service at one level they are the same";
        faults.add(pointer, FieldCode::Required, words);
    }
    range(
        &mut faults,
        "age",
        "age",
        (0, HIGHEST_AGE),
        (draft.age_from, draft.age_to),
    );
    let mut routes_in = draft.routes_in;
    routes_in.sort_unstable();
    routes_in.dedup();
    let mut commissioners = draft.commissioners;
    commissioners.sort_unstable();
    commissioners.dedup();
    if commissioners.len() > COMMISSIONERS_MAX {
        let words = format!("Name {COMMISSIONERS_MAX} agencies or fewer");
        faults.add("/commissioners", FieldCode::TooLong, words);
    }
    let checked = ServiceDraft {
        about: long(&mut faults, "/about", draft.about),
        area: short(&mut faults, "/area", "the area", draft.area, NAME_MAX),
        access: long(&mut faults, "/access", draft.access),
        phone: phone(&mut faults, draft.phone),
        email: filled(draft.email).map(|text| faults.take(email("/email", &text))),
        url: url(&mut faults, draft.url),
        source: long(&mut faults, "/source", draft.source),
        name,
        aliases,
        summary,
        routes_in,
        commissioners,
        ..draft
    };
    if faults.0.is_empty() {
        Ok(checked)
    } else {
        Err(faults.0)
    }
}

fn filled(text: Option<String>) -> Option<String> {
    text.filter(|text| !text.trim().is_empty())
}

fn long(faults: &mut Faults, pointer: &str, text: Option<String>) -> Option<String> {
    filled(text).map(|text| faults.take(passage(pointer, &text, PASSAGE_MAX)))
}

fn short(
    faults: &mut Faults,
    pointer: &str,
    what: &str,
    text: Option<String>,
    max: usize,
) -> Option<String> {
    filled(text).map(|text| faults.take(line(pointer, what, &text, max)))
}

fn aliases(faults: &mut Faults, typed: &[String], name: &str) -> Vec<String> {
    let mut kept: Vec<String> = Vec::with_capacity(typed.len());
    if typed.len() > ALIASES_MAX {
        let words = format!("Give {ALIASES_MAX} other names or fewer");
        faults.add("/aliases", FieldCode::TooLong, words);
        return kept;
    }
    for (at, alias) in typed.iter().enumerate() {
        let pointer = format!("/aliases/{at}");
        let alias = faults.take(line(&pointer, "the other name", alias, TITLE_MAX));
        let known = kept.iter().map(String::as_str).chain([name]);
        if !alias.is_empty() && !known.map(folded).any(|other| other == folded(&alias)) {
            kept.push(alias);
        }
    }
    kept
}

fn range(
    faults: &mut Faults,
    field: &str,
    what: &str,
    (least, most): (i32, i32),
    (from, to): (Option<i32>, Option<i32>),
) {
    for (end, value) in [("from", from), ("to", to)] {
        if value.is_some_and(|value| !(least..=most).contains(&value)) {
            let words = format!("The {what} must be a whole number from {least} to {most}");
            faults.add(&format!("/{field}_{end}"), FieldCode::NotAllowed, words);
        }
    }
    if let (Some(from), Some(to)) = (from, to)
        && from > to
    {
        let words = format!("The highest {what} must not be below the lowest, which is {from}");
        faults.add(&format!("/{field}_to"), FieldCode::Contradiction, words);
    }
}

fn phone(faults: &mut Faults, text: Option<String>) -> Option<String> {
    let text = short(faults, "/phone", "the telephone number", text, PHONE_MAX)?;
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let fits = text
        .chars()
        .all(|c| c.is_ascii_digit() || matches!(c, ' ' | '+' | '(' | ')' | '-'));
    if !text.is_empty() && (digits < 3 || !fits) {
        faults.add(
            "/phone",
            FieldCode::BadCharacter,
            "Enter a telephone number in digits, such as 01622 123456. Say in words how to get in elsewhere",
        );
    }
    Some(text)
}

fn url(faults: &mut Faults, text: Option<String>) -> Option<String> {
    let text = short(faults, "/url", "the web address", text, URL_MAX)?;
    let lower = text.to_lowercase();
    let rest = lower
        .strip_prefix("https://")
        .or_else(|| lower.strip_prefix("http://"));
    let host = rest.and_then(|rest| rest.split(['/', '?', '#']).next());
    let fits = host.is_some_and(|host| host.contains('.') && !host.contains('@'))
        && !text.contains(char::is_whitespace);
    if !text.is_empty() && !fits {
        faults.add(
            "/url",
            FieldCode::NotAnAddress,
            "Enter a web address that begins with https://, such as https://www.example.org",
        );
    }
    Some(text)
}

/// Checks that a service that began on `valid_from` can have this last day.
///
/// # Errors
/// Every fault, at its field.
pub fn closing(
    form: CloseService,
    valid_from: Option<NaiveDate>,
) -> Result<CloseService, Vec<FieldError>> {
    let mut faults = Faults::default();
    let reason = faults.take(line("/reason", "the reason", &form.reason, PASSAGE_MAX));
    if valid_from.is_some_and(|first| form.last_day < first) {
        let words = "The last day must not be before the day on which the service began";
        faults.add("/last_day", FieldCode::TooEarly, words);
    }
    if faults.0.is_empty() {
        Ok(CloseService {
            last_day: form.last_day,
            reason,
        })
    } else {
        Err(faults.0)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::services::{ServiceKind, WayIn};

    fn draft() -> ServiceDraft {
        ServiceDraft::new("Young Healthy Minds", ServiceKind::EarlyHelp)
    }

    fn pointers(draft: ServiceDraft) -> Vec<String> {
        check(draft)
            .err()
            .unwrap_or_default()
            .into_iter()
            .map(|fault| fault.pointer)
            .collect()
    }

    #[test]
    fn each_fault_is_told_at_its_field() {
        type Spoil = fn(&mut ServiceDraft);
        let table: &[(&str, Spoil)] = &[
            ("/name", |it| it.name = " ".into()),
            ("/name", |it| it.name = "x".repeat(TITLE_MAX + 1)),
            ("/aliases/0", |it| it.aliases = vec![" ".into()]),
            ("/aliases", |it| it.aliases = vec!["x".into(); 21]),
            ("/summary", |it| it.summary = "a\0b".into()),
            ("/level_from", |it| {
                (it.level_from, it.level_to) = (Some(0), Some(2));
            }),
            ("/level_to", |it| {
                (it.level_from, it.level_to) = (Some(1), Some(5));
            }),
            ("/level_to", |it| {
                (it.level_from, it.level_to) = (Some(3), Some(2));
            }),
            ("/level_to", |it| it.level_from = Some(3)),
            ("/level_from", |it| it.level_to = Some(3)),
            ("/age_from", |it| it.age_from = Some(-1)),
            ("/age_to", |it| {
                (it.age_from, it.age_to) = (Some(16), Some(11));
            }),
            ("/phone", |it| it.phone = Some("ring the desk".into())),
            ("/phone", |it| it.phone = Some("++".into())),
            ("/email", |it| it.email = Some("desk".into())),
            ("/url", |it| it.url = Some("javascript:alert(1)".into())),
            ("/url", |it| it.url = Some("https://a b.org".into())),
            ("/url", |it| {
                it.url = Some("https://user@example.org".into())
            }),
            ("/url", |it| it.url = Some("www.example.org".into())),
        ];
        assert_eq!(pointers(draft()), Vec::<String>::new());
        for (pointer, bend) in table {
            let mut bent = draft();
            bend(&mut bent);
            assert_eq!(pointers(bent.clone()), [*pointer], "{bent:?}");
        }
    }

    #[test]
    fn what_is_kept_says_nothing_twice_and_nothing_empty() {
        let kept = check(ServiceDraft {
            name: "  Cygnet\u{2019}s  ".into(),
            aliases: vec!["CYGNET'S".into(), "Swan".into(), "swan ".into()],
            area: Some("  ".into()),
            email: Some(" Desk@Example.ORG ".into()),
            routes_in: vec![WayIn::Gp, WayIn::Parent, WayIn::Gp],
            level_from: Some(2),
            level_to: Some(2),
            ..draft()
        })
        .unwrap();
        assert_eq!(kept.aliases, ["Swan"]);
        assert_eq!(kept.area, None);
        assert_eq!(kept.email.as_deref(), Some("desk@example.org"));
        assert_eq!(kept.routes_in, [WayIn::Parent, WayIn::Gp]);
    }

    #[test]
    fn a_service_does_not_end_before_it_begins() {
        let first: NaiveDate = "2020-07-01".parse().unwrap();
        let close = |day: &str, reason: &str| {
            let form = CloseService {
                last_day: day.parse().unwrap(),
                reason: reason.into(),
            };
            closing(form, Some(first)).is_ok()
        };
        assert!(close("2020-07-01", "Ended."));
        assert!(!close("2020-06-30", "Ended."));
        assert!(!close("2021-01-01", " "));
    }

    proptest! {
        #[test]
        fn checking_twice_changes_nothing(name in "\\PC{1,40}", from in -2..8i32, to in -2..8i32, age in -5..130i32) {
            let typed = ServiceDraft {
                name,
                level_from: Some(from),
                level_to: Some(to),
                age_to: Some(age),
                ..draft()
            };
            if let Ok(kept) = check(typed) {
                prop_assert!(1 <= from && from <= to && to <= HIGHEST_LEVEL);
                prop_assert!((0..=HIGHEST_AGE).contains(&age));
                prop_assert_eq!(check(kept.clone()).unwrap(), kept);
            }
        }

        #[test]
        fn folding_forgets_case_space_and_marks(text in "\\PC{0,60}") {
            let once = folded(&text);
            prop_assert_eq!(folded(&once), once.clone());
            let wide = format!("  {} ", once.replace(' ', "   "));
            prop_assert_eq!(folded(&wide), once);
        }
    }
}
