/// The figures of a chart as a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Data {
    /// The headings of its columns.
    pub headings: Vec<String>,
    /// Its rows, each with a cell for every heading.
    pub rows: Vec<Vec<String>>,
}

impl Data {
    /// The table as CSV (RFC 4180), with a byte order mark, without which spreadsheets misread
    /// accents. A text that a spreadsheet would take for a formula has an apostrophe before it.
    #[must_use]
    pub fn csv(&self) -> String {
        let mut out = String::from('\u{feff}');
        for row in std::iter::once(&self.headings).chain(&self.rows) {
            let cells: Vec<String> = row.iter().map(|cell| quoted(cell)).collect();
            out.push_str(&cells.join(","));
            out.push_str("\r\n");
        }
        out
    }
}

fn quoted(cell: &str) -> String {
    let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let cell = if formula {
        format!("'{cell}")
    } else {
        cell.to_owned()
    };
    if cell.contains([',', '"', '\r', '\n']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_keep_their_words_and_never_run() {
        let data = Data {
            headings: vec!["Name".to_owned(), "All".to_owned()],
            rows: vec![
                vec!["Health, \"care\"".to_owned(), "3".to_owned()],
                vec!["=1+1".to_owned(), String::new()],
            ],
        };
        assert_eq!(
            data.csv(),
            "\u{feff}Name,All\r\n\"Health, \"\"care\"\"\",3\r\n'=1+1,\r\n"
        );
    }
}
