use chrono::NaiveDate;

use super::{ServiceKind, WayIn, api::ServiceDraft};
use crate::ids::AgencyId;

/// What a file says about one service. What it does not say stays as the directory has it: a file
/// of another directory knows less than ours in some places, and must not clear them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Said {
    /// Its name.
    pub name: String,
    /// Other names, in place of those that were known.
    pub aliases: Option<Vec<String>>,
    /// What it is.
    pub kind: Option<ServiceKind>,
    /// What it does.
    pub summary: Option<String>,
    /// What else is known of it.
    pub about: Option<String>,
    /// Who provides it.
    pub provider: Option<AgencyId>,
    /// Who pays for it.
    pub commissioners: Option<Vec<AgencyId>>,
    /// The lowest level of need that it serves.
    pub level_from: Option<i32>,
    /// The highest level of need that it serves.
    pub level_to: Option<i32>,
    /// The youngest age that it serves.
    pub age_from: Option<i32>,
    /// The oldest age that it serves.
    pub age_to: Option<i32>,
    /// Where it works.
    pub area: Option<String>,
    /// Who can open its door.
    pub routes_in: Option<Vec<WayIn>>,
    /// How to get in, in words.
    pub access: Option<String>,
    /// A telephone number.
    pub phone: Option<String>,
    /// An e-mail address.
    pub email: Option<String>,
    /// A web address.
    pub url: Option<String>,
    /// The first day on which it can be used.
    pub valid_from: Option<NaiveDate>,
    /// Where this was read.
    pub source: Option<String>,
}

impl Said {
    /// What is said about a service once the file has been heard; without `known` of a new one.
    pub fn onto(self, known: Option<ServiceDraft>) -> ServiceDraft {
        let known = known.unwrap_or_else(|| {
            ServiceDraft::new(String::new(), self.kind.unwrap_or(ServiceKind::Other))
        });
        ServiceDraft {
            name: self.name,
            aliases: self.aliases.unwrap_or(known.aliases),
            kind: self.kind.unwrap_or(known.kind),
            summary: self.summary.unwrap_or(known.summary),
            about: self.about.or(known.about),
            provider: self.provider.or(known.provider),
            commissioners: self.commissioners.unwrap_or(known.commissioners),
            level_from: self.level_from.or(known.level_from),
            level_to: self.level_to.or(known.level_to),
            age_from: self.age_from.or(known.age_from),
            age_to: self.age_to.or(known.age_to),
            area: self.area.or(known.area),
            routes_in: self.routes_in.unwrap_or(known.routes_in),
            access: self.access.or(known.access),
            phone: self.phone.or(known.phone),
            email: self.email.or(known.email),
            url: self.url.or(known.url),
            valid_from: self.valid_from.or(known.valid_from),
            source: self.source.or(known.source),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_file_leaves_out_stays() {
        let known = ServiceDraft {
            summary: "For parents.".into(),
            level_from: Some(2),
            level_to: Some(3),
            phone: Some("01622 123456".into()),
            ..ServiceDraft::new("Cygnet", ServiceKind::Parenting)
        };
        let said = Said {
            name: "Cygnet groups".into(),
            level_to: Some(4),
            area: Some("Northmouth".into()),
            ..Said::default()
        };
        let now = said.clone().onto(Some(known.clone()));
        assert_eq!(
            now,
            ServiceDraft {
                name: "Cygnet groups".into(),
                level_to: Some(4),
                area: Some("Northmouth".into()),
                ..known
            }
        );
        let new = said.onto(None);
        assert_eq!((new.kind, new.summary.as_str()), (ServiceKind::Other, ""));
    }
}
