//! A file as an answer, and the file in a request.

use axum::{
    http::{HeaderMap, HeaderValue, header},
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use shared::{problem::ErrorCode, sheets::api::SheetFormat};
use tabular::{Column, Format, Sheet, Unreadable};

use crate::error::ApiError;

/// A file that is ready to be sent.
pub struct File {
    /// Its name, without the end that says its format.
    pub name: String,
    /// Its format.
    pub format: Format,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

impl IntoResponse for File {
    fn into_response(self) -> Response {
        let name: String = self.name.chars().map(plain).collect();
        let disposition = format!(
            "attachment; filename=\"{name}.{}\"",
            self.format.extension()
        );
        let mut response = self.bytes.into_response();
        let headers = response.headers_mut();
        headers.insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static(self.format.media_type()),
        );
        if let Ok(disposition) = HeaderValue::from_str(&disposition) {
            headers.insert(header::CONTENT_DISPOSITION, disposition);
        }
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        response
    }
}

/// The name of a file holds nothing that a header or a file system could take for something else.
const fn plain(letter: char) -> char {
    match letter {
        'a'..='z' | '0'..='9' | '-' => letter,
        'A'..='Z' => letter.to_ascii_lowercase(),
        _ => '-',
    }
}

/// The format that somebody asks for.
pub const fn format_of(asked: SheetFormat) -> Format {
    match asked {
        SheetFormat::Xlsx => Format::Xlsx,
        SheetFormat::Csv => Format::Csv,
    }
}

/// Reads the sheet in a request, away from the threads that answer requests.
///
/// # Errors
/// `not_a_sheet` for another media type, `too_large` and `unreadable_file` for the file.
pub async fn read(
    headers: &HeaderMap,
    body: Bytes,
    columns: &'static [Column],
) -> Result<Sheet, ApiError> {
    let format = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .and_then(Format::from_media_type)
        .ok_or_else(|| {
            ApiError::new(
                ErrorCode::NotASheet,
                format!(
                    "Send the file itself with the header Content-Type: {} or {}.",
                    SheetFormat::Csv.media_type(),
                    SheetFormat::Xlsx.media_type()
                ),
            )
        })?;
    // A reader that gives up on a bent file by panicking is as good as one that says so.
    tokio::task::spawn_blocking(move || tabular::read(&body, format, columns))
        .await
        .unwrap_or(Err(Unreadable::Damaged))
        .map_err(refusal)
}

fn refusal(fault: Unreadable) -> ApiError {
    let code = match fault {
        Unreadable::TooLarge
        | Unreadable::Unzips
        | Unreadable::TooManyParts
        | Unreadable::TooManyRows
        | Unreadable::TooFarDown(_)
        | Unreadable::TooManyColumns
        | Unreadable::CellTooLong(_) => ErrorCode::TooLarge,
        Unreadable::WorkbookAsCsv
        | Unreadable::NotAWorkbook
        | Unreadable::OldOrProtected
        | Unreadable::Damaged
        | Unreadable::NotText
        | Unreadable::Empty
        | Unreadable::SeveralSheets(_)
        | Unreadable::NoHeadings(_) => ErrorCode::UnreadableFile,
    };
    ApiError::new(code, fault.to_string())
}
