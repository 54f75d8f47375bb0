//! Cases: who is involved, who holds responsibility, their time lines, who has read them, and their
//! step-down plans. A tenth of them is with the first agency, whose practitioners ask.

mod cast;
mod file;
mod plan;

use chrono::NaiveDate;
use uuid::Uuid;

use self::{
    cast::Cast,
    file::{File, Rows},
};
use super::{plans::Partnership, trace::Trace};
use crate::{error::Error, load::Loader};

/// Cases of one partnership.
const CASES: usize = 20_000;
/// Practitioners of the first agency, each with a session.
pub const READERS: usize = 64;
/// Cases whose rows are added together.
const TOGETHER: usize = 500;

/// Somebody who works with cases.
pub struct Reader {
    pub cookie: String,
    /// The cases for which they are named, and which can be read.
    pub cases: Vec<Uuid>,
}

/// Fills in the cases of a partnership, and gives back the practitioners of its first agency.
pub async fn fill(
    loader: &mut Loader,
    trace: &mut Trace,
    partnership: &mut Partnership,
    number: usize,
    today: NaiveDate,
) -> Result<Vec<Reader>, Error> {
    let Partnership { made, agencies, .. } = partnership;
    let cast = Cast::fill(loader, made, agencies, number, today).await?;
    let mut readers: Vec<Reader> = cast.readers();
    // An open case that another can turn out to be.
    let mut open = None;
    for _ in 0..CASES / TOGETHER {
        let mut rows = Rows::default();
        for _ in 0..TOGETHER {
            let file = File::make(made, &cast, open, today);
            for reader in file.readers() {
                if let Some(reader) = readers.get_mut(reader) {
                    reader.cases.push(file.id);
                }
            }
            if file.is_open() {
                open = Some(file.id);
            }
            file.rows(made, &cast, trace, &mut rows, today);
        }
        rows.add(loader).await?;
    }
    trace.seal(loader).await?;
    Ok(readers)
}
