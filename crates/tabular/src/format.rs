/// The files that are written and read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Comma-separated values (RFC 4180).
    Csv,
    /// An Office Open XML workbook, as Excel and LibreOffice save it.
    Xlsx,
}

impl Format {
    /// Both.
    pub const ALL: &'static [Self] = &[Self::Csv, Self::Xlsx];

    /// The media type to be sent with a file.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        }
    }

    /// The end of a file's name.
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
        }
    }

    /// The format that a `Content-Type` names, whatever its parameters.
    pub fn from_media_type(text: &str) -> Option<Self> {
        let kind = text.split(';').next()?.trim();
        Self::ALL.iter().copied().find(|format| {
            format
                .media_type()
                .split(';')
                .next()
                .is_some_and(|own| own.eq_ignore_ascii_case(kind))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn media_types_are_read_whatever_their_parameters() {
        for (text, format) in [
            ("text/csv", Some(Format::Csv)),
            ("Text/CSV; charset=windows-1252", Some(Format::Csv)),
            (Format::Xlsx.media_type(), Some(Format::Xlsx)),
            ("application/vnd.ms-excel", None),
            ("", None),
        ] {
            assert_eq!(Format::from_media_type(text), format, "{text}");
        }
    }
}
