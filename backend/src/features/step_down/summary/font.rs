//! Helvetica, as every program that shows PDF has it: how wide its characters are, and their bytes
//! in the encoding WinAnsi.

/// The regular or the bold face.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Face {
    Regular,
    Bold,
}

/// Widths of the characters from space to tilde, in thousandths of the size.
const REGULAR: [u16; 95] = [
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556,
    556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667,
    611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667,
    667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500,
    222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
];

const BOLD: [u16; 95] = [
    278, 333, 474, 556, 556, 889, 722, 238, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556,
    556, 556, 556, 556, 556, 556, 556, 333, 333, 584, 584, 584, 611, 975, 722, 722, 722, 722, 667,
    611, 778, 722, 278, 556, 722, 611, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667,
    667, 611, 333, 278, 333, 584, 556, 333, 556, 611, 556, 611, 556, 333, 611, 611, 278, 278, 556,
    278, 889, 611, 611, 611, 611, 389, 556, 333, 611, 556, 778, 556, 556, 500, 389, 280, 389, 584,
];

/// Characters of WinAnsi that stand elsewhere in Unicode.
const MOVED: [(char, u8); 27] = [
    ('\u{20ac}', 0x80),
    ('\u{201a}', 0x82),
    ('\u{192}', 0x83),
    ('\u{201e}', 0x84),
    ('\u{2026}', 0x85),
    ('\u{2020}', 0x86),
    ('\u{2021}', 0x87),
    ('\u{2c6}', 0x88),
    ('\u{2030}', 0x89),
    ('\u{160}', 0x8a),
    ('\u{2039}', 0x8b),
    ('\u{152}', 0x8c),
    ('\u{17d}', 0x8e),
    ('\u{2018}', 0x91),
    ('\u{2019}', 0x92),
    ('\u{201c}', 0x93),
    ('\u{201d}', 0x94),
    ('\u{2022}', 0x95),
    ('\u{2013}', 0x96),
    ('\u{2014}', 0x97),
    ('\u{2dc}', 0x98),
    ('\u{2122}', 0x99),
    ('\u{161}', 0x9a),
    ('\u{203a}', 0x9b),
    ('\u{153}', 0x9c),
    ('\u{17e}', 0x9e),
    ('\u{178}', 0x9f),
];

/// Letters of European languages that the encoding lacks, by the letter that is nearest.
const NEAREST: [(&str, u8); 32] = [
    ("\u{100}\u{102}\u{104}", b'A'),
    ("\u{101}\u{103}\u{105}", b'a'),
    ("\u{106}\u{108}\u{10a}\u{10c}", b'C'),
    ("\u{107}\u{109}\u{10b}\u{10d}", b'c'),
    ("\u{10e}\u{110}", b'D'),
    ("\u{10f}\u{111}", b'd'),
    ("\u{112}\u{114}\u{116}\u{118}\u{11a}", b'E'),
    ("\u{113}\u{115}\u{117}\u{119}\u{11b}", b'e'),
    ("\u{11c}\u{11e}\u{120}\u{122}", b'G'),
    ("\u{11d}\u{11f}\u{121}\u{123}", b'g'),
    ("\u{124}\u{126}", b'H'),
    ("\u{125}\u{127}", b'h'),
    ("\u{128}\u{12a}\u{12c}\u{12e}\u{130}", b'I'),
    ("\u{129}\u{12b}\u{12d}\u{12f}\u{131}", b'i'),
    ("\u{136}", b'K'),
    ("\u{137}", b'k'),
    ("\u{139}\u{13b}\u{13d}\u{141}", b'L'),
    ("\u{13a}\u{13c}\u{13e}\u{142}", b'l'),
    ("\u{143}\u{145}\u{147}", b'N'),
    ("\u{144}\u{146}\u{148}", b'n'),
    ("\u{14c}\u{14e}\u{150}", b'O'),
    ("\u{14d}\u{14f}\u{151}", b'o'),
    ("\u{154}\u{156}\u{158}", b'R'),
    ("\u{155}\u{157}\u{159}", b'r'),
    ("\u{15a}\u{15c}\u{15e}\u{218}", b'S'),
    ("\u{15b}\u{15d}\u{15f}\u{219}", b's'),
    ("\u{162}\u{164}\u{166}\u{21a}", b'T'),
    ("\u{163}\u{165}\u{167}\u{21b}", b't'),
    ("\u{168}\u{16a}\u{16c}\u{16e}\u{170}\u{172}", b'U'),
    ("\u{169}\u{16b}\u{16d}\u{16f}\u{171}\u{173}", b'u'),
    ("\u{179}\u{17b}", b'Z'),
    ("\u{17a}\u{17c}", b'z'),
];

/// The byte of a character, and whether it is that character and not another one in its place; none
/// for what has no shape.
fn byte(letter: char) -> Option<(u8, bool)> {
    let code = u32::from(letter);
    let same = u8::try_from(code)
        .ok()
        .filter(|byte| matches!(byte, 0x20..=0x7e | 0xa0..=0xac | 0xae..=0xff));
    if let Some(same) = same {
        return Some((same, true));
    }
    if let Some((_, moved)) = MOVED.iter().find(|(one, _)| *one == letter) {
        return Some((*moved, true));
    }
    match letter {
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{feff}' | '\u{2060}' => None,
        '\u{2010}' | '\u{2011}' | '\u{2212}' => Some((b'-', true)),
        letter if letter.is_whitespace() => Some((b' ', true)),
        letter if letter.is_control() => None,
        letter => Some(
            NEAREST
                .iter()
                .find(|(letters, _)| letters.contains(letter))
                .map_or((b'?', false), |(_, nearest)| (*nearest, false)),
        ),
    }
}

/// Words in the encoding of the font, and whether every letter could be shown as it is.
pub(super) fn encoded(words: &str) -> (Vec<u8>, bool) {
    let mut exact = true;
    let bytes = words
        .chars()
        .filter_map(byte)
        .map(|(byte, same)| {
            exact &= same;
            byte
        })
        .collect();
    (bytes, exact)
}

/// How wide encoded words are at a size of 1000. What lies outside of ASCII is taken for a wide
/// letter, so that a line is never too long.
pub(super) fn width(bytes: &[u8], face: Face) -> u32 {
    let widths = match face {
        Face::Regular => &REGULAR,
        Face::Bold => &BOLD,
    };
    bytes
        .iter()
        .map(|byte| {
            let place = usize::from(*byte).wrapping_sub(0x20);
            u32::from(match (widths.get(place), byte) {
                (Some(width), _) => *width,
                (None, 0x91 | 0x92 | 0xa0) => 278,
                (None, 0x93..=0x96) => 556,
                (None, 0xe0..=0xff) => 611,
                (None, _) => 1000,
            })
        })
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_of_this_language_are_shown_as_they_are() {
        let (bytes, exact) = encoded("It\u{2019}s \u{2013} caf\u{e9}: \u{a3}5\u{2011}6\u{ad}");
        assert!(exact);
        assert_eq!(bytes, b"It\x92s \x96 caf\xe9: \xa35-6");
    }

    #[test]
    fn other_letters_are_told_to_be_others() {
        assert_eq!(
            encoded("\u{141}\u{f3}d\u{17a}"),
            (b"L\xf3dz".to_vec(), false)
        );
        assert_eq!(encoded("\u{639}"), (b"?".to_vec(), false));
    }

    #[test]
    fn bold_is_wider() {
        assert_eq!(width(b"A", Face::Regular), 667);
        assert_eq!(width(b"~", Face::Regular), 584);
        assert!(width(b"Your plan", Face::Bold) > width(b"Your plan", Face::Regular));
    }
}
