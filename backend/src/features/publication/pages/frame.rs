//! What stands around every public page, and what is said where there is none.

use axum::{
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};

use entities::publication::Model as Public;

use crate::{
    error::{ApiError, Written},
    http::{assets, condition},
};

use super::html::Html;

/// How long a page may be kept, in seconds: so long it can be read after it was closed to the
/// public.
const KEPT: &str = "public, max-age=60";

/// A page: its title, and what stands below it.
#[derive(Debug)]
pub struct Frame {
    /// The title of the page, and of its tab.
    pub title: String,
    /// A line above the title that leads back, with its address.
    pub back: Option<(&'static str, &'static str)>,
    /// What stands below the title.
    pub body: Html,
}

impl Frame {
    /// The page as it is sent, with the ways to what else is public.
    pub fn write(self, partnership: &str, public: &Public) -> String {
        let mut page = Html::default();
        page.raw("<!doctype html>\n<html lang=\"en-GB\" class=\"govuk-template\">\n<head>\n<meta charset=\"utf-8\">\n<title>")
            .text(&self.title)
            .raw(" - ")
            .text(partnership)
            .raw(" - Throughline</title>\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1, viewport-fit=cover\">\n<meta name=\"color-scheme\" content=\"light dark\">\n");
        if let Some(icon) = assets::address("icon-", ".svg") {
            page.raw("<link rel=\"icon\" type=\"image/svg+xml\" href=\"")
                .text(&icon)
                .raw("\">\n");
        }
        if let Some(styles) = assets::address("app-", ".css") {
            page.raw("<link rel=\"stylesheet\" href=\"")
                .text(&styles)
                .raw("\">\n");
        }
        page.raw("</head>\n<body class=\"govuk-template__body\">\n<a href=\"#main\" class=\"govuk-skip-link\">Skip to main content</a>\n<header class=\"tl-header\"><div class=\"tl-header__inner\"><a class=\"tl-header__home\" href=\"/public\">")
            .raw("<svg class=\"tl-header__mark\" viewBox=\"0 0 36 24\" width=\"36\" height=\"24\" aria-hidden=\"true\" focusable=\"false\"><path d=\"M1 19 H8 C15 19 13 5 20 5 H35\" fill=\"none\" stroke=\"currentColor\" stroke-width=\"2.5\"/><circle cx=\"7\" cy=\"19\" r=\"3.5\" fill=\"currentColor\"/><circle cx=\"14.2\" cy=\"12\" r=\"3.5\" fill=\"currentColor\"/><circle cx=\"22\" cy=\"5\" r=\"3.5\" fill=\"currentColor\"/></svg>")
            .raw("<span class=\"tl-header__product\">Throughline</span></a><span class=\"tl-header__organisation\">")
            .text(partnership)
            .raw("</span></div></header>\n<div class=\"tl-frame tl-frame--alone\"><main class=\"tl-main\" id=\"main\" tabindex=\"-1\">\n");
        if let Some((words, address)) = self.back {
            page.raw("<nav class=\"govuk-breadcrumbs tl-breadcrumbs\" aria-label=\"Breadcrumb\"><ol class=\"govuk-breadcrumbs__list\"><li class=\"govuk-breadcrumbs__list-item\"><a class=\"govuk-breadcrumbs__link\" href=\"")
                .text(address)
                .raw("\">")
                .text(words)
                .raw("</a></li></ol></nav>\n");
        }
        page.raw("<div class=\"tl-heading\"><h1 class=\"tl-heading__title\">")
            .text(&self.title)
            .raw("</h1></div>\n")
            .part(&self.body)
            .raw("\n</main></div>\n<footer class=\"tl-footer\"><nav class=\"tl-footer__inner\" aria-label=\"About this service\"><ul class=\"tl-footer__list\">");
        if public.services {
            page.raw("<li><a href=\"/public/services\">Services</a></li><li><a href=\"/oruk/v3/services\">Open data (Open Referral UK)</a></li>");
        }
        if public.pathways {
            page.raw("<li><a href=\"/public/pathways\">Pathways</a></li>");
        }
        page.raw("<li><a href=\"/accessibility\">Accessibility statement</a></li><li><a href=\"/\">Sign in</a></li></ul></nav></footer>\n</body>\n</html>\n");
        page.finish()
    }
}

/// A page as an answer. Only what is there may be kept.
pub fn answer(status: StatusCode, page: String, asked: &HeaderMap) -> Response {
    let tag = condition::tag(0, page.as_bytes());
    let fine = status.is_success();
    let mut response = if fine && condition::unchanged(asked, &tag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        (status, page).into_response()
    };
    // A page that says what is wrong is written for people already.
    response.extensions_mut().insert(Written);
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("text/html; charset=utf-8"),
    );
    headers.insert(
        header::CACHE_CONTROL,
        HeaderValue::from_static(if fine { KEPT } else { "no-store" }),
    );
    if fine && let Ok(tag) = HeaderValue::from_str(&tag) {
        headers.insert(header::ETAG, tag);
    }
    response
}

/// The page for an address that shows nothing, or nothing to the public.
fn nothing_here() -> Frame {
    let mut body = Html::default();
    body.raw("<p class=\"govuk-body\">Check the address. What you look for may have closed or moved, or it may not be public.</p>")
        .raw("<p class=\"govuk-body\">If you work with the plan, <a href=\"/\">sign in</a>.</p>");
    Frame {
        title: "There is nothing here".to_owned(),
        back: None,
        body,
    }
}

/// The page for what went wrong; what is no fault of whoever asks goes the way of every error.
pub fn failed(error: ApiError, partnership: &str, public: &Public, asked: &HeaderMap) -> Response {
    let status =
        StatusCode::from_u16(error.code().status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let page = match error.detail() {
        Some(_) if status == StatusCode::NOT_FOUND => nothing_here(),
        Some(detail) => {
            let mut body = Html::default();
            body.paragraphs(detail).raw(
                "<p class=\"govuk-body\"><a href=\"/public/services\">Show all services</a></p>",
            );
            Frame {
                title: "This cannot be searched for".to_owned(),
                back: None,
                body,
            }
        }
        None => return error.into_response(),
    };
    answer(status, page.write(partnership, public), asked)
}
