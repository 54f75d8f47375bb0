//! The sheets to fill in, and how they are read when they come back.

use client::sheets::{template_file, updates_file};
use leptos::prelude::*;
use shared::sheets::api::{SheetFormat, SheetTable};

use super::FileLink;
use crate::ui::Details;

/// Where the sheets to fill in come from.
#[component]
pub fn Templates(slug: String, tables: Vec<SheetTable>) -> impl IntoView {
    let links = tables
        .iter()
        .flat_map(|table| {
            let words = match table {
                SheetTable::Updates => ["Updates to fill in, Excel", "Updates to fill in, CSV"],
                SheetTable::Milestones => {
                    ["Milestones to fill in, Excel", "Milestones to fill in, CSV"]
                }
            };
            [SheetFormat::Xlsx, SheetFormat::Csv]
                .into_iter()
                .zip(words)
                .map(|(format, words)| (template_file(&slug, *table, format), words))
                .collect::<Vec<_>>()
        })
        .chain(tables.contains(&SheetTable::Updates).then(|| {
            (
                updates_file(&slug, SheetFormat::Xlsx),
                "All your updates of this cycle, Excel",
            )
        }))
        .map(|(href, words)| {
            view! {
                <li>
                    <FileLink href words />
                </li>
            }
        })
        .collect_view();
    view! {
        <p class="govuk-body">
            "Download a sheet, fill it in where you like, and bring it back. Each row goes through the same checks as on the pages, and either all rows are written or none."
        </p>
        <ul class="tl-downloads__links">{links}</ul>
        <Details summary="How the sheet is read">
            <ul class="govuk-list govuk-list--bullet">
                <li>"Keep the headings, the ids and the version as they were downloaded."</li>
                <li>"A row that you leave as it was changes nothing."</li>
                <li>"An update stays a draft unless you write Yes under Submit."</li>
                <li>
                    "A milestone that is done or moves goes into your agency's draft update, and counts once that is accepted."
                </li>
                <li>"Formulas are read as the values that they show."</li>
            </ul>
        </Details>
    }
}
