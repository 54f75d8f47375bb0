//! What is found and what is left alone: a table that tells the story, and two heaps of made-up
//! texts, the same at every run, of which the shares are counted.

mod honest;
mod telling;

use super::*;
use crate::cases::seeded::Seeded;

fn marked(text: &str) -> Vec<(IdentifierKind, String)> {
    find(
        text,
        &Known {
            born: "2011-05".parse().ok(),
        },
    )
    .into_iter()
    .filter(|found| found.grade == Grade::Refused)
    .map(|found| {
        let place: String = text
            .chars()
            .skip(found.start)
            .take(found.end - found.start)
            .collect();
        (found.kind, place)
    })
    .collect()
}

#[test]
fn what_tells_who_somebody_is_is_marked_in_its_place() {
    use IdentifierKind::*;
    for (text, kind, place) in [
        ("Her number is 943 476 5919.", NhsNumber, "943 476 5919"),
        ("9434765919", NhsNumber, "9434765919"),
        ("NHS no. 943-476-5919 on file", NhsNumber, "943-476-5919"),
        ("9 4 3 4 7 6 5 9 1 9", NhsNumber, "9 4 3 4 7 6 5 9 1 9"),
        (
            "see ９４３ ４７６ ５９１９ there",
            NhsNumber,
            "９４３ ４７６ ５９１９",
        ),
        (
            "94\u{200B}34\u{200B}76\u{200B}59\u{200B}19",
            NhsNumber,
            "94\u{200B}34\u{200B}76\u{200B}59\u{200B}19",
        ),
        ("943.476.5919", NhsNumber, "943.476.5919"),
        (
            "943\u{A0}476\u{2013}5919",
            NhsNumber,
            "943\u{A0}476\u{2013}5919",
        ),
        ("943 476 5919 12 sessions", NhsNumber, "943 476 5919"),
        // Mistyped, but said to be one.
        ("NHS number 943 476 5918", NhsNumber, "943 476 5918"),
        ("ring 07700 900123 after four", Phone, "07700 900123"),
        ("+44 7700 900123", Phone, "+44 7700 900123"),
        ("+44 (0)7700 900 123", Phone, "+44 (0)7700 900 123"),
        ("(01622) 960 123", Phone, "01622) 960 123"),
        ("0 7 7 0 0 9 0 0 1 2 3", Phone, "0 7 7 0 0 9 0 0 1 2 3"),
        ("tel 960123", Phone, "960123"),
        (
            "write to jo.w@example.org please",
            Email,
            "jo.w@example.org",
        ),
        ("jo.w (at) example.org", Email, "jo.w (at) example.org"),
        ("jo at example dot com", Email, "jo at example dot com"),
        ("on insta as @jo_w11", Handle, "@jo_w11"),
        (
            "https://example.org/p/48213",
            Link,
            "https://example.org/p/48213",
        ),
        ("lives near ME14 1XQ", Postcode, "ME14 1XQ"),
        ("me141xq", Postcode, "me141xq"),
        ("CT1-2EH", Postcode, "CT1-2EH"),
        ("QQ 12 34 56 C", NationalInsurance, "QQ 12 34 56 C"),
        ("qq123456c", NationalInsurance, "qq123456c"),
        ("UPN A123456789012", RecordNumber, "A123456789012"),
        ("RiO number 1234567", RecordNumber, "1234567"),
        ("DOB 03/05/2009", BirthDate, "03/05/2009"),
        ("D.O.B. 3.5.09", BirthDate, "3.5.09"),
        ("born on 3rd of May 2009", BirthDate, "3rd of May 2009"),
        ("12 August is her birthday", BirthDate, "12 August"),
        ("turned 14 on 3 March", BirthDate, "3 March"),
        // In the case's month of birth, whatever stands beside it.
        ("Seen since 14 May 2011", BirthDate, "14 May 2011"),
        ("14 Acacia Road", Address, "14 Acacia Road"),
        ("at 14a acacia avenue", Address, "14a acacia avenue"),
        ("moved to 3 The Old Close", Address, "3 The Old Close"),
        ("lives in Acacia Lane", Address, "Acacia Lane"),
        ("Flat 12b was cold", Address, "Flat 12b"),
        ("Mrs Whitlock said", Name, "Mrs Whitlock"),
        ("mr whitlock said", Name, "mr whitlock"),
        ("my name is Zbigniew", Name, "Zbigniew"),
        (
            "her brother Zbigniew Kowalczyk left",
            Name,
            "Zbigniew Kowalczyk",
        ),
        ("Sarah said that it helps", Name, "Sarah"),
        ("Surname: Whitlock", Name, "Whitlock"),
        ("with Grace Whitlock", Name, "Grace Whitlock"),
    ] {
        let found = marked(text);
        assert_eq!(found, [(kind, place.to_owned())], "{text}");
    }
}

#[test]
fn what_people_write_is_left_alone() {
    for text in [
        "",
        "SDQ total 18/40, was 24/40; RCADS 71, goals 3, 4 and 6 out of 10",
        "Sertraline 50 mg, 100mg from 12/03/2026",
        "Seen @ 3.30pm on 12 March 2026, 45 minutes, 6 of 8 sessions",
        "Year 9, level 3 to level 2, KS3, age 14",
        "Samaritans 116 123, Childline 0800 1111, text 85258, 999 or 111",
        "Part-time table: 3 days a week, 4 hours a day, 2 weeks on the way back",
        "1:1 with the link worker, 2 to 1 in class, 10 minute walk to the park",
        "www.kooth.com and https://www.nhs.uk/mental-health/",
        "Early Help Unit, Simon Langton Grammar School, St Thomas Hospital",
        "In 2011 and 2012 things were calm. Mum called Childline.",
        "4 5 3 6 7 5 4 over the week",
        "Reference 4K7Q-20M4, version 3, plan of 2026/27",
        "L2 1st session, T3 2nd term, yr7 3pm",
        "ME14 and CT1 have no group",
        "She turned up on 3 March 2026",
        "Will be seen. May need more. Mark the diary. Hope helps.",
        "10,000 steps, 1,200 kcal, 37.5 hours, £1,250.00",
        "08/09/10 2026-11-22 22.11.2026 14:30",
    ] {
        assert_eq!(marked(text), [], "{text}");
    }
}

#[test]
fn what_is_only_likely_is_pointed_out() {
    let warned = |text: &str| -> Vec<IdentifierKind> {
        find(text, &Known::default())
            .into_iter()
            .map(|found| {
                assert_eq!(found.grade, Grade::Warned, "{text}");
                found.kind
            })
            .collect()
    };
    assert_eq!(warned("seen on 12 March 2026"), [IdentifierKind::FullDate]);
    assert_eq!(warned("the line is 0300 123 4567"), [IdentifierKind::Phone]);
    assert_eq!(
        warned("then Zbigniew Kowalczyk came"),
        [IdentifierKind::Name]
    );
    assert_eq!(warned("the Emotional Wellbeing Team came"), []);
}

#[test]
fn a_fault_says_where_and_never_what() {
    let known = Known::default();
    let fault = check(
        "/words",
        "All is well\nask Mrs Whitlock, 07700 900123",
        200,
        &known,
    )
    .unwrap_err();
    assert_eq!(
        (fault.pointer.as_str(), fault.code),
        ("/words", FieldCode::Identifying)
    );
    assert!(
        fault.detail.contains("a name in line 2 at character 5"),
        "{}",
        fault.detail
    );
    assert!(
        fault
            .detail
            .contains("a telephone number in line 2 at character 19"),
        "{}",
        fault.detail
    );
    assert!(!fault.detail.contains("Whitlock") && !fault.detail.contains("900123"));
    assert_eq!(
        check("/words", " All is well ", 200, &known).as_deref(),
        Ok("All is well")
    );
    assert_eq!(
        check("/words", "abc", 2, &known).unwrap_err().code,
        FieldCode::TooLong
    );
    let many = "Mrs Whitlock ".repeat(8);
    assert!(
        check("/words", &many, 200, &known)
            .unwrap_err()
            .detail
            .contains("and 3 more")
    );
}

#[test]
fn check_digits_are_those_of_the_data_dictionary() {
    for (number, right) in [
        ("9434765919", true),
        ("9434765918", false),
        ("4010232137", true),
        ("9876543210", true),
        ("1111111111", false),
        ("0000000000", false),
        ("943476591", false),
    ] {
        assert_eq!(numbers::check_digit(number), right, "{number}");
    }
}

#[test]
fn nothing_that_is_typed_breaks_it() {
    let mut random = Seeded::new(5);
    let pieces = [
        "9", "43", "476", "5919", " ", "-", "@", ".", "\n", "ME", "14", "1XQ", "(at)", "dot",
        "com", "/", "https://", "Mr", "is", "called", "Flat", "Road", "\u{200B}", "é", "𝟗", "O",
        "l", "born", "May", "3rd", "of", "+44", "0", "'", "name", ":", "  ", "www.", "Ö", "İ", "ﬁ",
    ];
    for _ in 0..3_000 {
        let text: String = (0..random.below(25)).map(|_| random.one(&pieces)).collect();
        let length = text.chars().count();
        for found in find(&text, &Known::default()) {
            assert!(
                found.start < found.end && found.end <= length,
                "{text:?} {found:?}"
            );
        }
    }
}

#[test]
fn identifiers_are_found() {
    let mut random = Seeded::new(6);
    let mut missed: Vec<(IdentifierKind, String)> = Vec::new();
    for _ in 0..1_000 {
        let (kind, text) = telling::text(&mut random);
        let found = find(&text, &Known::default());
        if !found
            .iter()
            .any(|one| one.kind == kind && one.grade == Grade::Refused)
        {
            missed.push((kind, text));
        }
    }
    println!("{} of 1,000 identifiers missed", missed.len());
    assert!(missed.len() <= 10, "{} missed: {missed:#?}", missed.len());
}

#[test]
fn honest_notes_are_let_through() {
    let mut random = Seeded::new(7);
    let mut alarms: Vec<(String, Vec<Found>)> = Vec::new();
    let mut warned = 0;
    for _ in 0..1_000 {
        let text = honest::note(&mut random);
        let found = find(
            &text,
            &Known {
                born: "2011-05".parse().ok(),
            },
        );
        warned += usize::from(found.iter().any(|one| one.grade == Grade::Warned));
        let refused: Vec<Found> = found
            .into_iter()
            .filter(|one| one.grade == Grade::Refused)
            .collect();
        if !refused.is_empty() {
            alarms.push((text, refused));
        }
    }
    println!(
        "{} of 1,000 honest notes refused, {warned} with a warning",
        alarms.len()
    );
    assert!(alarms.len() <= 20, "{} alarms: {alarms:#?}", alarms.len());
}

#[test]
fn codes_come_back() {
    use crate::cases::codes::assert_codes_come_back;
    assert_codes_come_back!(IdentifierKind, Grade);
}

#[test]
fn given_names_are_sorted_and_stand_once() {
    for list in [given::NAMES, given::PERHAPS] {
        let names: Vec<&str> = list.split_ascii_whitespace().collect();
        assert!(names.is_sorted_by(|a, b| a < b));
    }
}
