//! Notes as careful practitioners write them: full of numbers, dates, places and capitals, and
//! without a word that tells who the child is.

use crate::cases::seeded::Seeded;

fn number(random: &mut Seeded, from: u64, to: u64) -> String {
    random.within(from, to).to_string()
}

fn day(random: &mut Seeded) -> String {
    let (day, month, year) = (
        random.within(1, 28),
        random.within(1, 12),
        random.within(2024, 2027),
    );
    let names = [
        "Jan", "Feb", "March", "April", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec",
    ];
    let name = names[usize::try_from(month).unwrap() - 1];
    match random.below(6) {
        0 => format!("{day:02}/{month:02}/{year}"),
        1 => format!("{day} {name} {year}"),
        2 => format!("{day} {name}"),
        3 => format!("{year}-{month:02}-{day:02}"),
        4 => format!("{day}.{month}.{:02}", year % 100),
        _ => format!("{name} {year}"),
    }
}

fn time(random: &mut Seeded) -> String {
    let (hour, minute) = (random.within(8, 18), random.one(&["00", "15", "30", "45"]));
    match random.below(4) {
        0 => format!("{hour}:{minute}"),
        1 => format!("{hour}.{minute}"),
        2 => format!("{}.{minute}pm", random.within(1, 6)),
        _ => format!("{} am", random.within(8, 11)),
    }
}

const WHO: &[&str] = &[
    "She",
    "He",
    "They",
    "The young person",
    "Mum",
    "Dad",
    "The family",
    "Nan",
    "The foster carer",
    "Their sister",
    "The school",
    "The link worker",
    "The GP",
    "Early Help",
    "The CAMHS nurse",
    "A friend",
    "The youth worker",
    "We",
];
const PLACES: &[&str] = &[
    "Maidstone",
    "Thanet",
    "Swale",
    "Tunbridge Wells",
    "the Gravesham Youth Hub",
    "Folkestone and Hythe",
    "Medway",
    "the Early Help Unit",
    "Canterbury Christ Church University",
    "Simon Langton Grammar School",
    "the Margate clinic",
    "William Harvey Hospital",
    "St Mary's Primary School",
    "the library",
    "Kooth",
    "the Mental Health Support Team",
];
const DOES: &[&str] = &[
    "goes to",
    "is seen at",
    "visited",
    "likes",
    "will be handed over to",
    "has asked for",
    "was referred by",
    "gets on well with",
    "is on the waiting list of",
    "stepped down from",
];
const HELPS: &[&str] = &[
    "a walk before school",
    "ten minutes alone",
    "drawing",
    "a text in the morning",
    "music",
    "football on Saturdays",
    "the fidget box",
    "breathing 4-7-8",
    "a exit card",
    "part-time hours",
    "Minecraft with a friend",
    "a calm evening",
    "the Samaritans on 116 123",
    "Childline on 0800 1111",
    "texting SHOUT to 85258",
    "ringing 111, or 999 in danger",
];

fn sentence(random: &mut Seeded) -> String {
    let who = random.one(WHO);
    match random.below(44) {
        0 => format!("SDQ total {}/40, was {}/40 in {}.", number(random, 4, 30), number(random, 4, 38), day(random)),
        1 => format!("RCADS {} and {}, below the line of 70.", number(random, 40, 90), number(random, 40, 90)),
        2 => format!("Goals rated {}, {} and {} out of 10.", number(random, 0, 9), number(random, 0, 9), number(random, 0, 9)),
        3 => format!("Sertraline {}mg since {}, no side effects.", number(random, 2, 20), day(random)),
        4 => format!("Melatonin {} mg at {}.", number(random, 2, 5), time(random)),
        5 => format!("Meeting on {} at {}, {} people came.", day(random), time(random), number(random, 3, 12)),
        6 => format!("Year {} from September {}, now in KS{}.", number(random, 7, 13), number(random, 2025, 2027), number(random, 2, 5)),
        7 => format!("Aged {}, level {} to level {}.", number(random, 5, 19), number(random, 3, 4), number(random, 1, 2)),
        8 => format!("{who} {} {}.", random.one(DOES), random.one(PLACES)),
        9 => format!("What helps: {}.", random.one(HELPS)),
        10 => format!("{who} said that {} helps most.", random.one(HELPS)),
        11 => format!("Attendance {}.{} per cent this term, {} per cent last term.", number(random, 60, 99), number(random, 0, 9), number(random, 50, 99)),
        12 => format!("Review in {} weeks, then every {} months.", number(random, 6, 12), number(random, 2, 6)),
        13 => format!("{} of {} sessions, {} minutes each.", number(random, 1, 12), number(random, 12, 16), number(random, 30, 60)),
        14 => format!("Room {} at {}, first floor.", number(random, 1, 40), time(random)),
        15 => format!("Budget of £{},{}.00 for {}/{}.", number(random, 1, 90), number(random, 100, 999), number(random, 2024, 2026), number(random, 25, 27)),
        16 => "An early sign: stops answering, sleeps until 3pm, wears the hood up.".to_owned(),
        17 => format!("Answer promised within {} working days.", number(random, 1, 10)),
        18 => format!("Mood {} {} {} {} {} {} {} over the week.", number(random, 1, 9), number(random, 1, 9), number(random, 1, 9), number(random, 1, 9), number(random, 1, 9), number(random, 1, 9), number(random, 1, 9)),
        19 => format!("{who} turned up on {} and stayed {} minutes.", day(random), number(random, 5, 50)),
        20 => format!("Part-time table: {} days a week, {} hours a day, until half term.", number(random, 2, 4), number(random, 2, 5)),
        21 => "May need more help in June. Will is strong, hope is back.".to_owned(),
        22 => format!("Case 4K7Q-20M4, version {}, page {}.", number(random, 1, 9), number(random, 1, 30)),
        23 => "See www.kooth.com, https://www.moodspark.org.uk/ and nhs.uk/mental-health.".to_owned(),
        24 => format!("Ages {} to {} can come; group of {}.", number(random, 8, 11), number(random, 12, 18), number(random, 4, 10)),
        25 => format!("CGAS {}, HoNOSCA {}, weight {}.{} kg, {} cm.", number(random, 30, 80), number(random, 5, 30), number(random, 30, 70), number(random, 0, 9), number(random, 120, 185)),
        26 => "Cognitive behavioural therapy, then the Positive Behaviour group with the team from East Kent.".to_owned(),
        27 => format!("On the way to school by bus {}, {} stops.", number(random, 1, 200), number(random, 2, 14)),
        28 => "Mum called the Single Point of Access; Dad will call back. Miss school? No.".to_owned(),
        29 => format!("L{} 1st session, T{} 2nd term, week {}.", number(random, 1, 4), number(random, 1, 6), number(random, 1, 52)),
        30 => "1:1 with the Designated Safeguarding Lead, 2 to 1 in class, a 10 minute walk to the park.".to_owned(),
        31 => format!("Steps {},{} a day; sleeps {}.{} hours.", number(random, 2, 14), number(random, 100, 999), number(random, 5, 9), number(random, 0, 9)),
        32 => format!("GCSE grades {}, {} and {} expected; EHCP reviewed {}.", number(random, 1, 9), number(random, 1, 9), number(random, 1, 9), day(random)),
        33 => format!("No birth plan; the birth family is seen {} times a year.", number(random, 1, 6)),
        34 => format!("Lives with grandparents, {} miles from school, in ME{}.", number(random, 1, 12), number(random, 1, 20)),
        35 => "Moved house in the spring and is settling; the new place is quiet.".to_owned(),
        36 => format!("Referred {}, assessed {} days later, standard is 14.", day(random), number(random, 2, 40)),
        37 => format!("Codes F{}.{} and Z{}.{} noted by the clinic.", number(random, 10, 98), number(random, 0, 9), number(random, 10, 98), number(random, 0, 9)),
        38 => "Plays as Striker for the under 14s; proud of it. Enjoys Year 9 Art and the Duke of Edinburgh Award.".to_owned(),
        39 => "Their name for it is the fog. The dog is called away when it gets loud.".to_owned(),
        40 => format!("Blood pressure {}/{}, pulse {}, temperature 36.{}.", number(random, 95, 130), number(random, 55, 85), number(random, 55, 110), number(random, 1, 9)),
        41 => format!("Waited {} days; standard {} of {} met in Q{} {}/{}.", number(random, 3, 99), number(random, 2, 40), number(random, 40, 60), number(random, 1, 4), number(random, 2024, 2026), number(random, 25, 27)),
        42 => "Social worker to confirm. Key worker: named at the hand-over. Teacher aware, TA in place.".to_owned(),
        _ => format!("{who} asks for a place close to home, by {}.", day(random)),
    }
}

/// A note of one to five sentences.
pub(super) fn note(random: &mut Seeded) -> String {
    let count = random.within(1, 5);
    let gap = random.one(&[" ", "\n", " "]);
    (0..count)
        .map(|_| sentence(random))
        .collect::<Vec<_>>()
        .join(gap)
}
