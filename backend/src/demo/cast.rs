//! The people of the demonstration. They are invented; their agencies are the plan's.

use shared::policy::Role;

/// The password of all of them.
pub const PASSWORD: &str = "kent demonstration";

/// Somebody in the demonstration.
#[derive(Clone, Copy, Debug)]
pub struct Member {
    /// Their name.
    pub name: &'static str,
    /// Their e-mail address.
    pub email: &'static str,
    /// Their role.
    pub role: Role,
    /// The agency in which it is held, by its name in the plan.
    pub agency: Option<&'static str>,
}

const fn member(
    name: &'static str,
    email: &'static str,
    role: Role,
    agency: Option<&'static str>,
) -> Member {
    Member {
        name,
        email,
        role,
        agency,
    }
}

/// The agency that reports for the clinical commissioning groups.
pub const CCG: &str = "NHS West Kent CCG";
/// The council's public health service.
pub const PUBLIC_HEALTH: &str = "KCC Public Health";
/// The council's directorate that reports for schools.
pub const EDUCATION: &str = "KCC Education and Young People’s Services";
/// The board that owns the plan.
pub const BOARD: &str = "Kent Children’s Health and Wellbeing Board";
/// The trust that runs the mental health service.
pub const PROVIDER: &str = "North East London Foundation Trust";

/// Everyone, one a role, with a lead and an editor in each agency that reports, and practitioners of
/// three agencies that work with cases.
pub const CAST: [Member; 13] = [
    member(
        "Alex Morgan",
        "admin@demo.example",
        Role::Administrator,
        None,
    ),
    member("Robin Ellis", "auditor@demo.example", Role::Auditor, None),
    member(
        "Sam Whitfield",
        "coordinator@demo.example",
        Role::Coordinator,
        None,
    ),
    member(
        "Priya Nair",
        "lead.ccg@demo.example",
        Role::AgencyLead,
        Some(CCG),
    ),
    member(
        "Tom Ashworth",
        "editor.ccg@demo.example",
        Role::AgencyEditor,
        Some(CCG),
    ),
    member(
        "Grace Okafor",
        "lead.health@demo.example",
        Role::AgencyLead,
        Some(PUBLIC_HEALTH),
    ),
    member(
        "Daniel Price",
        "editor.health@demo.example",
        Role::AgencyEditor,
        Some(PUBLIC_HEALTH),
    ),
    member(
        "Helen Foster",
        "lead.schools@demo.example",
        Role::AgencyLead,
        Some(EDUCATION),
    ),
    member(
        "Maya Singh",
        "editor.schools@demo.example",
        Role::AgencyEditor,
        Some(EDUCATION),
    ),
    member(
        "Ruth Chambers",
        "board@demo.example",
        Role::BoardMember,
        Some(BOARD),
    ),
    member(
        "Ben Carter",
        "practitioner@demo.example",
        Role::Practitioner,
        Some(PROVIDER),
    ),
    member(
        "Leah Barrett",
        "practitioner.schools@demo.example",
        Role::Practitioner,
        Some(EDUCATION),
    ),
    member(
        "Omar Hussain",
        "practitioner.health@demo.example",
        Role::Practitioner,
        Some(PUBLIC_HEALTH),
    ),
];
