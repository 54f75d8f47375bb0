//! Reading what somebody typed. Nothing in it is an operator: every word has to be found, words in
//! quotation marks have to stand together, and so do the parts of `step-down` and `3.1`.

/// Most characters that are looked for at once.
pub const QUERY_MAX: usize = 200;

/// Words that stand in nearly every text, so that looking for them finds nothing out.
const COMMON: &[&str] = &[
    "a", "about", "all", "also", "am", "an", "and", "any", "are", "as", "at", "be", "because",
    "been", "but", "by", "can", "did", "do", "does", "for", "from", "had", "has", "have", "he",
    "her", "his", "how", "i", "if", "in", "into", "is", "it", "its", "me", "my", "no", "nor",
    "not", "of", "on", "or", "our", "s", "she", "so", "such", "than", "that", "the", "their",
    "them", "then", "there", "these", "they", "this", "those", "to", "too", "us", "very", "was",
    "we", "were", "what", "when", "where", "which", "who", "why", "will", "with", "you", "your",
];

/// What has to be found: every one of the phrases, each a row of words that stand side by side.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// The phrases, in lower case; none where only common words or signs were typed.
    pub phrases: Vec<Vec<String>>,
    /// The words that are too common to look for.
    pub left_out: Vec<String>,
}

/// Why a text cannot be looked for at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unsearchable {
    /// There is nothing in it.
    Empty,
    /// It has this many characters, more than [`QUERY_MAX`].
    TooLong(usize),
}

impl Unsearchable {
    /// What to do about it, as a sentence.
    pub fn sentence(self) -> String {
        match self {
            Self::Empty => "Enter the words to look for.".to_owned(),
            Self::TooLong(length) => {
                format!("Look for {QUERY_MAX} characters or fewer. What you entered has {length}.")
            }
        }
    }
}

impl Wanted {
    /// What `text` asks for.
    ///
    /// # Errors
    /// [`Unsearchable`] for an empty text and for one that is too long.
    pub fn read(text: &str) -> Result<Self, Unsearchable> {
        let length = text.trim().chars().count();
        if length == 0 {
            return Err(Unsearchable::Empty);
        }
        if length > QUERY_MAX {
            return Err(Unsearchable::TooLong(length));
        }
        let mut wanted = Self::default();
        for (at, part) in text.split(['"', '“', '”']).enumerate() {
            if at % 2 == 1 {
                wanted.take(words(part));
            } else {
                for chunk in part.split_whitespace() {
                    wanted.take(words(chunk));
                }
            }
        }
        Ok(wanted)
    }

    /// Whether nothing is left to look for.
    pub fn is_empty(&self) -> bool {
        self.phrases.is_empty()
    }

    /// The phrases as they are looked for.
    pub fn looked_for(&self) -> Vec<String> {
        self.phrases.iter().map(|words| words.join(" ")).collect()
    }

    fn take(&mut self, words: Vec<String>) {
        if words.is_empty() {
            return;
        }
        if words.iter().all(|word| COMMON.contains(&word.as_str())) {
            for word in words {
                if !self.left_out.contains(&word) {
                    self.left_out.push(word);
                }
            }
        } else if !self.phrases.contains(&words) {
            self.phrases.push(words);
        }
    }
}

/// The words of a text in lower case, without what is neither a letter nor a digit. The s of
/// `children's` is no word.
fn words(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for piece in text.split(|c: char| !c.is_alphanumeric() && !matches!(c, '\'' | '’')) {
        let piece = ["'s", "’s", "'S", "’S"]
            .iter()
            .find_map(|end| piece.strip_suffix(end))
            .unwrap_or(piece);
        found.extend(
            piece
                .split(['\'', '’'])
                .filter(|word| !word.is_empty())
                .map(str::to_lowercase),
        );
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn phrases(text: &str) -> Vec<String> {
        Wanted::read(text).unwrap().looked_for()
    }

    #[test]
    fn every_word_is_wanted_and_quoted_ones_together() {
        assert_eq!(phrases("Early  help"), ["early", "help"]);
        assert_eq!(phrases("\"Early help\" hub"), ["early help", "hub"]);
        assert_eq!(phrases("“Early help”"), ["early help"]);
        assert_eq!(phrases("step-down 3.1"), ["step down", "3 1"]);
        assert_eq!(phrases("children's SCHOOLS’S"), ["children", "schools"]);
        assert_eq!(phrases("help help"), ["help"]);
        assert_eq!(phrases("\"no end"), ["no end"]);
    }

    #[test]
    fn nothing_is_an_operator() {
        assert_eq!(
            phrases("help OR 1=1; DROP TABLE plan --"),
            ["help", "1 1", "drop", "table", "plan"]
        );
        assert_eq!(
            phrases("title:help NEAR(a b)^2 *"),
            ["title help", "near a", "b 2"]
        );
        assert_eq!(phrases("a* & b | !c <-> d:*"), ["b", "c", "d"]);
        assert_eq!(phrases("100%_"), ["100"]);
    }

    #[test]
    fn common_words_are_left_out_and_named() {
        let wanted = Wanted::read("the state of the plan").unwrap();
        assert_eq!(wanted.looked_for(), ["state", "plan"]);
        assert_eq!(wanted.left_out, ["the", "of"]);
        assert!(Wanted::read("and the of").unwrap().is_empty());
        // In a phrase they stand where they stood.
        assert_eq!(phrases("\"state of the art\""), ["state of the art"]);
    }

    #[test]
    fn signs_alone_ask_for_nothing() {
        for text in ["\"\"", "💚", "-- ' \" %", "&|!", "“”"] {
            let wanted = Wanted::read(text).unwrap();
            assert!(wanted.is_empty() && wanted.left_out.is_empty(), "{text}");
        }
    }

    #[test]
    fn too_little_and_too_much_is_refused() {
        assert_eq!(Wanted::read("  "), Err(Unsearchable::Empty));
        assert!(Wanted::read(&"é".repeat(QUERY_MAX)).is_ok());
        assert_eq!(
            Wanted::read(&"a".repeat(10_000)),
            Err(Unsearchable::TooLong(10_000))
        );
        assert!(Unsearchable::TooLong(10_000).sentence().contains("10000"));
    }
}
