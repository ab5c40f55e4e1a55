//! Bytes in JSON: text where they are UTF-8, else hexadecimal, instead of serde's array of numbers, which takes four times
//! the room and nobody can read. Other formats keep bytes as they are.
//!
//! Entry points: `#[serde(with = "text_bytes")]` on a `Vec<u8>`, `#[serde(with = "text_bytes::named")]` on pairs of a name and
//! bytes.

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// What stands in the file.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Form {
    Text(String),
    Hex(String),
}

fn form(bytes: &[u8]) -> Form {
    match std::str::from_utf8(bytes) {
        Ok(text) => Form::Text(text.to_string()),
        Err(_) => Form::Hex(bytes.iter().map(|b| format!("{b:02x}")).collect()),
    }
}

fn bytes(form: Form) -> Result<Vec<u8>, &'static str> {
    let text = match form {
        Form::Text(text) => return Ok(text.into_bytes()),
        Form::Hex(text) => text.into_bytes(),
    };
    let digit = |b: u8| char::from(b).to_digit(16).ok_or("not a hexadecimal digit");
    let pair = |pair: &[u8]| match pair {
        [high, low] => Ok((digit(*high)? * 16 + digit(*low)?) as u8),
        _ => Err("an odd number of hexadecimal digits"),
    };
    text.chunks(2).map(pair).collect()
}

/// Writes bytes.
pub fn serialize<S: Serializer>(value: &Vec<u8>, serializer: S) -> Result<S::Ok, S::Error> {
    if serializer.is_human_readable() { form(value).serialize(serializer) } else { value.serialize(serializer) }
}

/// Reads bytes.
pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<u8>, D::Error> {
    if !deserializer.is_human_readable() {
        return Vec::deserialize(deserializer);
    }
    bytes(Form::deserialize(deserializer)?).map_err(D::Error::custom)
}

/// The same for pairs of a name and bytes.
pub mod named {
    use super::*;

    #[derive(Serialize, Deserialize)]
    struct Pair(String, #[serde(with = "super")] Vec<u8>);

    /// Writes pairs.
    pub fn serialize<S: Serializer>(value: &[(String, Vec<u8>)], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(value.iter().map(|(name, bytes)| Pair(name.clone(), bytes.clone())))
    }

    /// Reads pairs.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<(String, Vec<u8>)>, D::Error> {
        let pairs: Vec<Pair> = Vec::deserialize(deserializer)?;
        Ok(pairs.into_iter().map(|pair| (pair.0, pair.1)).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Serialize, Deserialize, PartialEq, Debug)]
    struct Both {
        #[serde(with = "super")]
        bytes: Vec<u8>,
        #[serde(with = "super::named")]
        files: Vec<(String, Vec<u8>)>,
    }

    #[test]
    fn text_stays_text_and_everything_comes_back() {
        for bytes in [b"int main;\n".to_vec(), vec![], vec![0xff, 0, 0x80], (0..=255).collect()] {
            let both = Both { bytes: bytes.clone(), files: vec![("a.c".to_string(), bytes)] };
            let json = serde_json::to_string(&both).expect("serialises");
            assert_eq!(serde_json::from_str::<Both>(&json).expect("reads"), both, "{json}");
        }
        let json = serde_json::to_string(&Both { bytes: b"a\n".to_vec(), files: vec![] }).expect("serialises");
        assert_eq!(json, r#"{"bytes":{"text":"a\n"},"files":[]}"#);
        for damaged in [r#"{"bytes":{"hex":"abc"},"files":[]}"#, r#"{"bytes":{"hex":"zz"},"files":[]}"#] {
            assert!(serde_json::from_str::<Both>(damaged).is_err());
        }
    }
}
