use serde::Serialize;
use uuid::Uuid;

use super::{Term, TermItem};
use crate::services::OpenService;

/// Where an interface stands and what it speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Meta {
    /// The version of the standard.
    pub version: &'static str,
    /// Where the profile is described.
    pub profile: &'static str,
    /// Where the profile's own description of its interface is.
    pub openapi_url: &'static str,
}

impl Meta {
    /// What this program speaks.
    pub const OURS: Self = Self {
        version: "HSDS-UK-3.0",
        profile: "https://docs.openreferraluk.org/en/latest/",
        openapi_url: "https://docs.openreferraluk.org/en/latest/openapi30.json",
    };
}

/// A page of a list, counted from 1.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ListPage<T> {
    /// How many there are on all pages.
    pub total_items: u64,
    /// How many pages there are.
    pub total_pages: u64,
    /// Which page this is.
    pub page_number: u64,
    /// How many there are on this page.
    pub size: usize,
    /// Whether it is the first.
    pub first_page: bool,
    /// Whether it is the last.
    pub last_page: bool,
    /// Whether there is nothing on it.
    pub empty: bool,
    /// What is on it.
    pub contents: Vec<T>,
}

impl<T> ListPage<T> {
    /// The page `number` of lists of `per_page`, of `total` in all.
    pub const fn new(contents: Vec<T>, number: u64, per_page: u64, total: u64) -> Self {
        let pages = if per_page == 0 {
            0
        } else {
            total.div_ceil(per_page)
        };
        Self {
            total_items: total,
            total_pages: pages,
            page_number: number,
            size: contents.len(),
            first_page: number == 1,
            last_page: number >= pages,
            empty: contents.is_empty(),
            contents,
        }
    }

    /// A page of a list that is at hand whole.
    pub fn of(all: Vec<T>, number: u64, per_page: u64) -> Self {
        let total = u64::try_from(all.len()).unwrap_or(u64::MAX);
        let before = number.saturating_sub(1).saturating_mul(per_page);
        let before = usize::try_from(before).unwrap_or(usize::MAX);
        let most = usize::try_from(per_page).unwrap_or(usize::MAX);
        let contents = all.into_iter().skip(before).take(most).collect();
        Self::new(contents, number, per_page, total)
    }
}

/// Who provides a service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Organization {
    id: Uuid,
    name: String,
    description: String,
}

/// Where a service works.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ServiceArea {
    id: Uuid,
    service_id: Uuid,
    name: String,
    service_area: String,
}

/// A term that classifies a service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Attribute {
    id: Uuid,
    link_id: Uuid,
    taxonomy_term_id: Uuid,
    link_type: &'static str,
    taxonomy_term: TermItem,
}

/// A service with what belongs to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Service {
    id: Uuid,
    #[serde(skip_serializing_if = "Option::is_none")]
    organization_id: Option<Uuid>,
    name: String,
    description: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    email: Option<String>,
    status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    minimum_age: Option<i32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    maximum_age: Option<i32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    organization: Option<Organization>,
    #[serde(skip_serializing_if = "Option::is_none")]
    service_areas: Option<Vec<ServiceArea>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    attributes: Option<Vec<Attribute>>,
}

/// How much is told of a service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Depth {
    /// What a list tells: what there is one of.
    Listed,
    /// Everything.
    Whole,
}

/// What is said about a service in one text. The standard has no place for how to get in or for a
/// telephone number on a service itself.
fn description(service: &OpenService) -> String {
    let phone = service
        .phone
        .as_ref()
        .map(|phone| format!("Telephone: {phone}"));
    [
        Some(service.summary.as_str()),
        service.access.as_deref(),
        phone.as_deref(),
    ]
    .into_iter()
    .flatten()
    .filter(|text| !text.is_empty())
    .collect::<Vec<_>>()
    .join("\n\n")
}

/// An id for a part of a service: that of the service with the part's number in its end.
const fn part(service: Uuid, number: u128) -> Uuid {
    Uuid::from_u128(service.as_u128() ^ number)
}

/// The terms that classify a service.
fn terms(service: &OpenService) -> Vec<Term> {
    let levels = service
        .level_from
        .zip(service.level_to)
        .into_iter()
        .flat_map(|(from, to)| from..=to);
    levels
        .map(Term::Level)
        .chain([Term::Kind(service.kind)])
        .collect()
}

fn attributes(service: &OpenService) -> Vec<Attribute> {
    // The first of the numbers is the area's.
    (2..)
        .zip(terms(service))
        .map(|(number, term)| Attribute {
            id: part(service.id.0, number),
            link_id: service.id.0,
            taxonomy_term_id: term.id(),
            link_type: "service",
            taxonomy_term: term.told(),
        })
        .collect()
}

fn areas(service: &OpenService) -> Vec<ServiceArea> {
    let area = service.area.iter().map(|area| ServiceArea {
        id: part(service.id.0, 1),
        service_id: service.id.0,
        name: area.clone(),
        service_area: area.clone(),
    });
    area.collect()
}

/// An open service as the standard tells it.
pub fn service(service: &OpenService, depth: Depth) -> Service {
    let whole = depth == Depth::Whole;
    Service {
        id: service.id.0,
        organization_id: service.provider.as_ref().map(|agency| agency.id.0),
        name: service.name.clone(),
        description: description(service),
        url: service.url.clone(),
        email: service.email.clone(),
        status: "active",
        minimum_age: service.age_from,
        maximum_age: service.age_to,
        organization: service.provider.as_ref().map(|agency| Organization {
            id: agency.id.0,
            name: agency.name.clone(),
            description: agency.name.clone(),
        }),
        service_areas: whole.then(|| areas(service)),
        attributes: whole.then(|| attributes(service)),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use serde_json::{Value, json};

    use super::*;
    use crate::{
        agencies::api::AgencyRef,
        ids::{AgencyId, ServiceId},
        services::{ServiceKind, open_referral::heard},
    };

    fn front_door() -> OpenService {
        OpenService {
            id: ServiceId(Uuid::from_u128(7)),
            name: "Front door".into(),
            aliases: Vec::new(),
            kind: ServiceKind::Access,
            summary: "Advice and referral.".into(),
            provider: Some(AgencyRef {
                id: AgencyId(Uuid::from_u128(8)),
                name: "A trust".into(),
                abbreviation: None,
            }),
            level_from: Some(2),
            level_to: Some(4),
            age_from: None,
            age_to: Some(18),
            area: Some("Northmouth".into()),
            routes_in: Vec::new(),
            access: Some("Ring first.".into()),
            phone: Some("01622 123456".into()),
            email: None,
            url: None,
            valid_to: None,
        }
    }

    fn told(depth: Depth) -> Value {
        serde_json::to_value(service(&front_door(), depth)).unwrap()
    }

    #[test]
    fn what_the_profile_requires_is_there() {
        for depth in [Depth::Listed, Depth::Whole] {
            let told = told(depth);
            for member in ["id", "name", "status"] {
                assert!(told[member].is_string(), "{member}");
            }
            for member in ["id", "name", "description"] {
                assert!(told["organization"][member].is_string(), "{member}");
            }
            assert_eq!(
                (&told["minimum_age"], &told["maximum_age"]),
                (&Value::Null, &json!(18))
            );
        }
        let whole = told(Depth::Whole);
        assert_eq!(
            whole["description"],
            "Advice and referral.\n\nRing first.\n\nTelephone: 01622 123456"
        );
        assert_eq!(whole["service_areas"][0]["name"], "Northmouth");
        let attributes = whole["attributes"].as_array().unwrap();
        let terms: Vec<&str> = attributes
            .iter()
            .map(|it| it["taxonomy_term"]["name"].as_str().unwrap())
            .collect();
        assert_eq!(terms, ["Level 2", "Level 3", "Level 4", "Front door"]);
        let ids: HashSet<&str> = attributes
            .iter()
            .chain([&whole["service_areas"][0], &whole])
            .map(|it| it["id"].as_str().unwrap())
            .collect();
        assert_eq!(ids.len(), terms.len() + 2);
        assert!(told(Depth::Listed)["attributes"].is_null());
    }

    #[test]
    fn what_is_told_is_heard_again() {
        let text = serde_json::to_string(&told(Depth::Whole)).unwrap();
        let heard = heard(&text).unwrap();
        let said = &heard.first().unwrap().said;
        assert_eq!(said.name, "Front door");
        assert_eq!(said.kind, Some(ServiceKind::Access));
        assert_eq!((said.level_from, said.level_to), (Some(2), Some(4)));
        assert_eq!((said.age_from, said.age_to), (None, Some(18)));
        assert_eq!(said.area.as_deref(), Some("Northmouth"));
        assert_eq!(heard.first().unwrap().provider.as_deref(), Some("A trust"));
    }

    #[test]
    fn pages_count_from_one() {
        for (number, contents, first, last) in [
            (1, vec![1, 2], true, false),
            (3, vec![5], false, true),
            (4, vec![], false, true),
        ] {
            let page = ListPage::of(vec![1, 2, 3, 4, 5], number, 2);
            assert_eq!((page.total_items, page.total_pages), (5, 3));
            assert_eq!((page.first_page, page.last_page), (first, last), "{number}");
            assert_eq!(
                (page.size, page.empty),
                (contents.len(), contents.is_empty())
            );
            assert_eq!(page.contents, contents);
        }
        let none = ListPage::<i32>::of(Vec::new(), 1, 50);
        assert!(none.first_page && none.last_page && none.empty);
    }
}
