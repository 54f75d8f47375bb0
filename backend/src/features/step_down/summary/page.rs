//! The summary as a page: no script, and nothing that is fetched but the styles.

use crate::{features::publication::Html, http::assets};

use super::{Part, Summary, TITLE};

/// The page, whole.
pub(in crate::features::step_down) fn page(summary: &Summary) -> String {
    let mut page = Html::default();
    page.raw("<!doctype html>\n<html lang=\"en-GB\" class=\"govuk-template\">\n<head>\n<meta charset=\"utf-8\">\n<title>")
        .text(TITLE)
        .raw("</title>\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"robots\" content=\"noindex\">\n<meta name=\"color-scheme\" content=\"light dark\">\n");
    if let Some(styles) = assets::address("app-", ".css") {
        page.raw("<link rel=\"stylesheet\" href=\"")
            .text(&styles)
            .raw("\">\n");
    }
    page.raw("</head>\n<body class=\"govuk-template__body\">\n<main class=\"tl-handout\" id=\"main\">\n<p class=\"tl-handout__tools govuk-body\"><a class=\"govuk-link\" href=\"summary.pdf\">Take this page as a PDF to print</a></p>\n<h1 class=\"govuk-heading-l\">")
        .text(TITLE)
        .raw("</h1>\n");
    for part in &summary.parts {
        match part {
            Part::Heading(words) => page
                .raw("<h2 class=\"govuk-heading-m\">")
                .text(words)
                .raw("</h2>\n"),
            Part::Words(words) => page
                .raw("<p class=\"govuk-body\">")
                .text(words)
                .raw("</p>\n"),
            Part::Marked(words) => page
                .raw("<p class=\"govuk-body tl-handout__marked\"><strong>")
                .text(words)
                .raw("</strong></p>\n"),
            Part::List(entries) => {
                page.raw("<ul class=\"govuk-list govuk-list--bullet\">\n");
                for entry in entries {
                    page.raw("<li>").text(entry).raw("</li>\n");
                }
                page.raw("</ul>\n")
            }
        };
    }
    page.raw("</main>\n</body>\n</html>\n");
    page.finish()
}
