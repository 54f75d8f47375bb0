//! Texts in which somebody is told of, made up from patterns. No number, name or place is anybody's:
//! telephone numbers are from Ofcom's ranges for drama where there are any, other digits random.

use super::IdentifierKind as Kind;
use crate::cases::seeded::Seeded;

/// Surnames, of which the check knows none.
const SURNAMES: &[&str] = &[
    "Whitlock",
    "Pemberton-Hale",
    "O'Dowd",
    "Okonkwo",
    "Kowalczyk",
    "Begum",
    "Featherstone",
    "Iqbal",
    "Marsh",
    "Tran",
    "Delacroix",
    "Adeyemi",
    "Harcastle",
    "Novak",
    "Winterbourne-Lee",
    "McAllister",
    "Sandhu",
    "Petrov",
    "Blythe",
];
/// Given names that the check does not know, so that it finds them by what stands beside them.
const RARE: &[&str] = &[
    "Zbigniew",
    "Oluwaseun",
    "Persephone",
    "Caoimhe",
    "Ottoline",
    "Xanthe",
    "Kwabena",
    "Ffion",
    "Ptolemy",
    "Jessamy",
    "Tariku",
    "Wren",
    "Ludo",
    "Saoirse",
    "Bronagh",
];
const COMMON: &[&str] = &[
    "Sarah", "Liam", "Mohammed", "Chloe", "Tyler", "Jessica", "Kieran", "Aisha", "Ethan", "Zoe",
];
const STREETS: &[&str] = &[
    "Acacia",
    "Old Mill",
    "St Crispin's",
    "Tollgate",
    "Windmill",
    "Upper Brockley",
    "Chapel",
    "Orchard",
    "Linden",
    "Queen Anne",
    "Sparrow",
    "Kiln",
];

const BEFORE: &[&str] = &[
    "",
    "Update: ",
    "Goal for the term. ",
    "Mum asked that we note ",
    "As agreed at the review, ",
    "He told us ",
    "Way back in: ",
    "What helps is a quiet start; ",
    "Sleep is better (6 of 7 nights). ",
    "From the school: ",
    "Year 9, level 3. ",
    "She gave ",
    "For the file ",
];
const AFTER: &[&str] = &[
    "",
    ".",
    " and the plan stays as it is.",
    ", from next week on.",
    "; SDQ was 18 in March.",
    " (checked twice)",
    "\nNext review in 6 weeks.",
    " - see above",
    " at 3.30pm.",
    ", 2 sessions left.",
    "?",
];

fn digits(random: &mut Seeded, count: u64) -> String {
    (0..count)
        .map(|_| char::from_digit(u32::try_from(random.below(10)).unwrap(), 10).unwrap())
        .collect()
}

/// Ten digits with the right check digit.
fn nhs(random: &mut Seeded) -> String {
    loop {
        let first = digits(random, 9);
        for check in 0..10 {
            let number = format!("{first}{check}");
            if super::numbers::check_digit(&number) {
                return number;
            }
        }
    }
}

/// The digits as somebody writes them who wants to be read by people, or not by a program.
fn disguised(random: &mut Seeded, number: &str) -> String {
    let (a, b, c) = (&number[..3], &number[3..6], &number[6..]);
    let shift = |nought: u32| -> String {
        number
            .chars()
            .map(|digit| char::from_u32(nought + digit.to_digit(10).unwrap()).unwrap())
            .collect()
    };
    let with = |between: &str| {
        number
            .chars()
            .map(|c| c.to_string())
            .collect::<Vec<_>>()
            .join(between)
    };
    match random.below(14) {
        0 | 1 => number.to_owned(),
        2 | 3 => format!("{a} {b} {c}"),
        4 => format!("{a}-{b}-{c}"),
        5 => format!("{a}.{b}.{c}"),
        6 => with(" "),
        7 => with("\u{200B}"),
        8 => shift(0xFF10),
        9 => shift(0x1D7CE),
        10 => format!("{a}\u{A0}{b}\u{2011}{c}"),
        11 => format!("{a}  {b}  {c}"),
        12 => with("-"),
        _ => shift(0x0660),
    }
}

fn phone(random: &mut Seeded) -> String {
    let tail = digits(random, 3);
    let area = random.one(&["01632", "01622", "01227", "01843", "01303"]);
    match random.below(9) {
        0 => format!("07700 900{tail}"),
        1 => format!("07700900{tail}"),
        2 => format!("+44 7700 900{tail}"),
        3 => format!("+44(0)7700 900 {tail}"),
        4 => format!("0044 7700 900{tail}"),
        5 => format!("{area} 960{tail}"),
        6 => format!("({area}) 960 {tail}"),
        7 => format!("07700-900-{tail}"),
        _ => format!("020 7946 0{tail}"),
    }
}

fn email(random: &mut Seeded) -> String {
    let name = random.one(COMMON).to_lowercase();
    let surname = random.one(SURNAMES).to_lowercase().replace('\'', "");
    let host = random.one(&[
        "example.org",
        "mail.example.com",
        "example.co.uk",
        "school.example.net",
    ]);
    match random.below(6) {
        0 => format!("{name}.{surname}@{host}"),
        1 => format!("{name}{}@{host}", digits(random, 2)),
        2 => format!("{name} @ {host}"),
        3 => format!("{name}_{surname} (at) {host}"),
        4 => format!("{name}[at]{host}"),
        _ => format!("{}@{}", name.to_uppercase(), host.to_uppercase()),
    }
}

fn postcode(random: &mut Seeded) -> String {
    let area = random.one(&["ME", "CT", "TN", "DA", "BR", "SE", "M", "EC", "B"]);
    let district = if random.below(2) == 0 {
        digits(random, 1)
    } else {
        format!("1{}", random.below(10))
    };
    let letters = [
        "A", "B", "D", "E", "F", "G", "H", "J", "L", "N", "P", "Q", "R", "S", "T", "U", "W", "X",
        "Y", "Z",
    ];
    // No "2ST", which in small letters would be an ordinal.
    let unit = format!(
        "{}{}{}",
        random.below(10),
        random.one(&["X", "Q", "B", "E"]),
        random.one(&letters)
    );
    match random.below(6) {
        0 | 1 => format!("{area}{district} {unit}"),
        2 => format!("{area}{district}{unit}"),
        3 => format!("{area}{district} {unit}").to_lowercase(),
        4 => format!("{area}{district}-{unit}"),
        _ => format!("{area}{district}  {unit}"),
    }
}

fn birth(random: &mut Seeded) -> String {
    let (day, month, year) = (
        random.within(1, 28),
        random.within(1, 12),
        random.within(2003, 2018),
    );
    let names = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let name = names[usize::try_from(month).unwrap() - 1];
    let short = &name[..3];
    let end = match day {
        1 | 21 => "st",
        2 | 22 => "nd",
        3 | 23 => "rd",
        _ => "th",
    };
    let date = match random.below(10) {
        0 => format!("{day:02}/{month:02}/{year}"),
        1 => format!("{day}.{month}.{:02}", year % 100),
        2 => format!("{year}-{month:02}-{day:02}"),
        3 => format!("{day} {name} {year}"),
        4 => format!("{day}{end} {short} {year}"),
        5 => format!("{name} {day}{end}, {year}"),
        6 => format!("the {day}{end} of {name}"),
        7 => format!("{day:02}{month:02}{year}"),
        8 => format!("{day:02} / {month:02} / {year}"),
        _ => format!("{day}-{month}-{year}"),
    };
    let said = random.one(&[
        "DOB ",
        "D.O.B: ",
        "dob ",
        "date of birth ",
        "was born on ",
        "born ",
        "Birthday: ",
        "has a birthday on ",
    ]);
    format!("{said}{date}")
}

fn address(random: &mut Seeded) -> String {
    let number = random.within(1, 240);
    let street = random.one(STREETS);
    let word = random.one(&[
        "Road", "Street", "Avenue", "Lane", "Crescent", "Gardens", "Terrace",
    ]);
    let other = random.one(&[
        "Close", "Drive", "Court", "Way", "Place", "Grove", "Hill", "Park", "Rise", "Walk",
    ]);
    match random.below(8) {
        0 | 1 => format!("{number} {street} {word}"),
        2 => format!("{number} {street} {other}"),
        3 => format!("{number}a {street} {word}"),
        4 => format!("{number}, {street} {other}"),
        5 => format!("{number} {street} {word}").to_lowercase(),
        6 => format!("Flat {number}, {street} House"),
        _ => format!("lives in {street} {word}"),
    }
}

fn name(random: &mut Seeded) -> String {
    let rare = random.one(RARE);
    let common = random.one(COMMON);
    let surname = random.one(SURNAMES);
    match random.below(14) {
        0 => format!("Mrs {surname}"),
        1 => format!("mr {}", surname.to_lowercase()),
        2 => format!("Dr. {surname}"),
        3 => format!("Miss {rare} {surname}"),
        4 => format!("my name is {rare}"),
        5 => format!("the sister, who is called {rare}"),
        6 => format!("her brother {rare}"),
        7 => format!("the social worker {rare} {surname}"),
        8 => format!("{common} {surname}"),
        9 => format!("{common} from the year above"),
        10 => format!("Surname: {surname}"),
        11 => format!("a friend, {common}, who helps"),
        12 => format!("known as {rare}"),
        _ => format!("{} {}", common.to_uppercase(), surname.to_uppercase()),
    }
}

/// One text with one identifier of this kind in it.
pub(super) fn text(random: &mut Seeded) -> (Kind, String) {
    let (kind, identifier) = match random.below(20) {
        0..=3 => {
            let number = nhs(random);
            (Kind::NhsNumber, disguised(random, &number))
        }
        4..=6 => (Kind::Phone, phone(random)),
        7 | 8 => (Kind::Email, email(random)),
        9 | 10 => (Kind::Postcode, postcode(random)),
        11 | 12 => (Kind::BirthDate, birth(random)),
        13..=15 => (Kind::Address, address(random)),
        16..=18 => (Kind::Name, name(random)),
        _ => {
            let number = digits(random, 6);
            let (a, b, c) = (&number[..2], &number[2..4], &number[4..]);
            let written = match random.below(4) {
                0 => format!("AB{number}C"),
                1 => format!("JK {a} {b} {c} D"),
                2 => format!("ce{number}a"),
                _ => format!("SR-{a}-{b}-{c}-B"),
            };
            (Kind::NationalInsurance, written)
        }
    };
    (
        kind,
        format!("{}{identifier}{}", random.one(BEFORE), random.one(AFTER)),
    )
}
