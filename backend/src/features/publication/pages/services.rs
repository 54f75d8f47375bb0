//! The directory of services, and one of them.

use serde::Deserialize;
use shared::{
    ids::ServiceId,
    problem::ErrorCode,
    services::{HIGHEST_AGE, HIGHEST_LEVEL, OpenService, WayIn, ages, levels},
};

use crate::{clock, ctx::Guest, error::ApiError, http::query::encoded};

use super::{
    frame::Frame,
    html::{Html, safe_address},
};
use crate::features::publication::directory::{self, Page, SEARCH_MAX, WORDS_MAX, Wanted};

/// Services on a page.
const SIZE: u64 = 50;

/// What the form asks, as it was typed. Parameters that others add to a link do no harm.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Asked {
    q: Option<String>,
    level: Option<String>,
    age: Option<String>,
    area: Option<String>,
    page: Option<String>,
}

fn bad(words: impl Into<String>) -> ApiError {
    ApiError::new(ErrorCode::BadQuery, words)
}

/// A field that was filled in.
fn filled(text: Option<&String>) -> Option<&str> {
    text.map(|text| text.trim()).filter(|text| !text.is_empty())
}

fn number(
    text: Option<&String>,
    what: &str,
    least: i32,
    most: i32,
) -> Result<Option<i32>, ApiError> {
    filled(text)
        .map(|text| {
            text.parse()
                .ok()
                .filter(|number| (least..=most).contains(number))
                .ok_or_else(|| {
                    bad(format!(
                        "Enter the {what} as a whole number from {least} to {most}."
                    ))
                })
        })
        .transpose()
}

impl Asked {
    fn read(&self) -> Result<Wanted, ApiError> {
        let words = filled(self.q.as_ref()).unwrap_or_default();
        if words.chars().count() > SEARCH_MAX || words.split_whitespace().count() > WORDS_MAX {
            return Err(bad(format!(
                "Search for {WORDS_MAX} words or fewer, in {SEARCH_MAX} characters or fewer."
            )));
        }
        let age = number(self.age.as_ref(), "age", 0, HIGHEST_AGE)?;
        let page = number(self.page.as_ref(), "page", 1, 1_000_000)?.unwrap_or(1);
        Ok(Wanted {
            words: words.to_owned(),
            level: number(self.level.as_ref(), "level of need", 1, HIGHEST_LEVEL)?,
            ages: (age, age),
            area: filled(self.area.as_ref()).map(str::to_owned),
            page: u64::try_from(page).unwrap_or(1),
            size: SIZE,
            ..Wanted::default()
        })
    }

    /// The address of another page of the same search.
    fn address(&self, page: u64) -> String {
        let mut address = "/public/services?".to_owned();
        for (name, value) in [
            ("q", &self.q),
            ("level", &self.level),
            ("age", &self.age),
            ("area", &self.area),
        ] {
            if let Some(value) = filled(value.as_ref()) {
                address.push_str(&format!("{name}={}&", encoded(value)));
            }
        }
        address.push_str(&format!("page={page}"));
        address
    }
}

/// The page with the directory.
pub async fn list(guest: &Guest, asked: Asked) -> Result<Frame, ApiError> {
    let wanted = asked.read()?;
    let today = clock::london_day(guest.now);
    let found = directory::find(&guest.app.db.read, today, &wanted).await?;
    let mut body = Html::default();
    body.raw("<p class=\"govuk-body\">What help there is for children and young people, for whom, and how to reach it.</p>\n");
    form(&mut body, &asked, &wanted, &found);
    body.raw("<h2 class=\"govuk-heading-m\">")
        .text(&counted(found.total))
        .raw("</h2>\n");
    if found.services.is_empty() {
        body.raw("<p class=\"govuk-body\">No service fits. Change the words or the choices, or <a href=\"/public/services\">show all services</a>.</p>\n");
    } else {
        body.raw("<ul class=\"govuk-list\">\n");
        for service in &found.services {
            item(&mut body, service);
        }
        body.raw("</ul>\n");
    }
    turn(&mut body, &asked, wanted.page, found.total);
    let title = match wanted.page {
        1 => "Services".to_owned(),
        page => format!("Services, page {page}"),
    };
    Ok(Frame {
        title,
        back: None,
        body,
    })
}

fn counted(total: u64) -> String {
    match total {
        1 => "1 service".to_owned(),
        total => format!("{total} services"),
    }
}

fn form(body: &mut Html, asked: &Asked, wanted: &Wanted, found: &Page) {
    let typed = |text: &Option<String>| filled(text.as_ref()).unwrap_or_default().to_owned();
    body.raw("<form class=\"tl-filter\" role=\"search\" method=\"get\" action=\"/public/services\"><div class=\"tl-filter__choices tl-filter__choices--open\">\n")
        .raw("<div class=\"govuk-form-group\"><label class=\"govuk-label\" for=\"q\">Search services</label><input class=\"govuk-input\" id=\"q\" name=\"q\" type=\"search\" maxlength=\"200\" value=\"")
        .text(&typed(&asked.q))
        .raw("\"></div>\n<div class=\"govuk-form-group\"><label class=\"govuk-label\" for=\"age\">Age in years</label><input class=\"govuk-input\" id=\"age\" name=\"age\" inputmode=\"numeric\" maxlength=\"3\" value=\"")
        .text(&typed(&asked.age))
        .raw("\"></div>\n<div class=\"govuk-form-group\"><label class=\"govuk-label\" for=\"level\">Level of need</label><select class=\"govuk-select\" id=\"level\" name=\"level\"><option value=\"\">All levels</option>");
    for level in 1..=HIGHEST_LEVEL {
        option(
            body,
            &level.to_string(),
            &format!("Level {level}"),
            wanted.level == Some(level),
        );
    }
    body.raw("</select></div>\n");
    // An area that nobody names any more still stands in the form, so that it can be seen.
    let asked_area = wanted.area.as_deref();
    let unknown = asked_area.filter(|area| !found.areas.iter().any(|known| known == area));
    if !found.areas.is_empty() || unknown.is_some() {
        body.raw("<div class=\"govuk-form-group\"><label class=\"govuk-label\" for=\"area\">Area</label><select class=\"govuk-select\" id=\"area\" name=\"area\"><option value=\"\">Everywhere</option>");
        for area in found.areas.iter().map(String::as_str).chain(unknown) {
            option(body, area, area, asked_area == Some(area));
        }
        body.raw("</select></div>\n");
    }
    body.raw("</div>\n<div class=\"tl-button-group\"><button class=\"tl-button\" type=\"submit\">Search</button></div></form>\n");
}

fn option(body: &mut Html, value: &str, words: &str, chosen: bool) {
    body.raw("<option value=\"").text(value).raw("\"");
    if chosen {
        body.raw(" selected");
    }
    body.raw(">").text(words).raw("</option>");
}

/// A service in the list.
fn item(body: &mut Html, service: &OpenService) {
    body.raw("<li><h3 class=\"govuk-heading-s\"><a href=\"/public/services/")
        .text(&service.id.to_string())
        .raw("\">")
        .text(&service.name)
        .raw("</a></h3>");
    body.paragraphs(&service.summary);
    let facts: Vec<String> = [
        service.provider.as_ref().map(|agency| agency.name.clone()),
        levels(service.level_from, service.level_to),
        ages(service.age_from, service.age_to).map(|ages| format!("Ages: {ages}")),
        service.area.clone(),
    ]
    .into_iter()
    .flatten()
    .collect();
    if !facts.is_empty() {
        body.raw("<p class=\"tl-muted\">")
            .text(&facts.join(". "))
            .raw("</p>");
    }
    body.raw("</li>\n");
}

/// The way to the other pages.
fn turn(body: &mut Html, asked: &Asked, page: u64, total: u64) {
    let last = total.div_ceil(SIZE);
    let before = (page > 1 && last > 0).then(|| (page - 1).min(last));
    let after = (page < last).then_some(page + 1);
    if before.is_none() && after.is_none() {
        return;
    }
    body.raw("<nav class=\"tl-pagination\" aria-label=\"Pagination\">");
    for (page, rel, words) in [(before, "prev", "Previous"), (after, "next", "Next")] {
        if let Some(page) = page {
            body.raw("<a class=\"tl-pagination__link\" rel=\"")
                .text(rel)
                .raw("\" href=\"")
                .text(&asked.address(page))
                .raw("\">")
                .text(words)
                .raw("<span class=\"govuk-visually-hidden\"> page</span></a> ");
        }
    }
    body.raw("</nav>\n");
}

/// The page of one service.
pub async fn one(guest: &Guest, id: &str) -> Result<Frame, ApiError> {
    let id: ServiceId = id.parse().map_err(|_| ApiError::not_found())?;
    let today = clock::london_day(guest.now);
    let service = directory::one(&guest.app.db.read, today, id).await?;
    let mut body = Html::default();
    body.paragraphs(&service.summary);
    body.raw("<dl class=\"tl-summary\">\n");
    if !service.aliases.is_empty() {
        fact(&mut body, "Also known as", |body| {
            body.text(&service.aliases.join(", "));
        });
    }
    fact(&mut body, "Kind", |body| {
        body.text(service.kind.label());
    });
    if let Some(agency) = &service.provider {
        words(&mut body, "Provided by", &agency.name);
    }
    if let Some(levels) = levels(service.level_from, service.level_to) {
        words(&mut body, "Levels of need", &levels);
    }
    if let Some(ages) = ages(service.age_from, service.age_to) {
        words(&mut body, "Ages", &ages);
    }
    words(
        &mut body,
        "Area",
        service
            .area
            .as_deref()
            .unwrap_or("Everywhere in the partnership"),
    );
    reach(&mut body, &service);
    if let Some(last) = service.valid_to {
        words(&mut body, "Last day", &last.format("%-d %B %Y").to_string());
    }
    body.raw("</dl>\n");
    Ok(Frame {
        title: service.name,
        back: Some(("Services", "/public/services")),
        body,
    })
}

/// How to get in.
fn reach(body: &mut Html, service: &OpenService) {
    if !service.routes_in.is_empty() {
        let who: Vec<&str> = service.routes_in.iter().map(|way| way.label()).collect();
        words(body, "Who can ask for it", &who.join("; "));
    }
    if let Some(access) = &service.access {
        fact(body, "How to get in", |body| {
            body.paragraphs(access);
        });
    }
    if let Some(phone) = &service.phone {
        let dialled: String = phone
            .chars()
            .filter(|c| c.is_ascii_digit() || *c == '+')
            .collect();
        fact(body, "Telephone", |body| {
            body.raw("<a href=\"tel:")
                .text(&dialled)
                .raw("\">")
                .text(phone)
                .raw("</a>");
        });
    }
    if let Some(email) = &service.email {
        fact(body, "Email", |body| {
            body.raw("<a href=\"mailto:")
                .text(email)
                .raw("\">")
                .text(email)
                .raw("</a>");
        });
    }
    if let Some(url) = &service.url {
        fact(body, "Website", |body| match safe_address(url) {
            Some(address) => {
                body.raw("<a rel=\"noreferrer\" href=\"")
                    .text(address)
                    .raw("\">")
                    .text(url)
                    .raw("</a>");
            }
            None => {
                body.text(url);
            }
        });
    }
    let open = service.routes_in.contains(&WayIn::DropIn);
    let silent = service.access.is_none()
        && service.phone.is_none()
        && service.email.is_none()
        && service.url.is_none();
    if silent && !open {
        words(
            body,
            "How to get in",
            "Not stated. Ask the agency that provides it.",
        );
    }
}

fn fact(body: &mut Html, name: &'static str, value: impl FnOnce(&mut Html)) {
    body.raw("<div class=\"tl-summary__row\"><dt class=\"tl-summary__name\">")
        .raw(name)
        .raw("</dt><dd class=\"tl-summary__value\">");
    value(body);
    body.raw("</dd></div>\n");
}

fn words(body: &mut Html, name: &'static str, value: &str) {
    fact(body, name, |body| {
        body.text(value);
    });
}
