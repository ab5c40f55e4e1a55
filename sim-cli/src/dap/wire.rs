//! The Debug Adapter Protocol's wire: messages as JSON behind a `Content-Length` header, and their three kinds.
//!
//! Entry points: [`read`], [`Sender`]. See the protocol's overview at microsoft.github.io/debug-adapter-protocol.

use serde::Deserialize;
use serde_json::{Value, json};
use std::io::{self, BufRead, Write};

/// Longest message that is read, in bytes.
const LONGEST: usize = 64 << 20;
/// Longest header, in bytes.
const LONGEST_HEADER: usize = 64 << 10;

/// A request of the client.
#[derive(Clone, PartialEq, Debug)]
pub struct Request {
    /// Its number.
    pub seq: i64,
    /// What is wanted.
    pub command: String,
    /// The arguments; null if there are none.
    pub arguments: Value,
}

impl Request {
    /// The arguments as what this request takes.
    ///
    /// # Errors
    /// They are not of that shape: which part, as a sentence.
    pub fn take<'de, T: Deserialize<'de> + Default>(&'de self) -> Result<T, String> {
        if self.arguments.is_null() {
            return Ok(T::default());
        }
        T::deserialize(&self.arguments).map_err(|error| format!("{}: bad arguments: {error}", self.command))
    }
}

/// What arrives from the client.
#[derive(Clone, PartialEq, Debug)]
pub enum Incoming {
    /// A request.
    Request(Request),
    /// Something to which nothing is answered: a response to a request of ours.
    Other,
    /// A whole message that makes no sense; the next one may. The text says what is wrong.
    Senseless(String),
    /// The stream is over.
    End,
    /// What arrives makes no sense; nothing can be read behind it. The text says what is wrong.
    Broken(String),
}

/// Reads one message.
pub fn read(input: &mut impl BufRead) -> Incoming {
    let length = match header(input) {
        Ok(Some(length)) => length,
        Ok(None) => return Incoming::End,
        Err(what) => return Incoming::Broken(what),
    };
    let mut body = vec![0; length];
    if input.read_exact(&mut body).is_err() {
        return Incoming::Broken("the stream ends within a message".to_string());
    }
    let message: Value = match serde_json::from_slice(&body) {
        Ok(message) => message,
        Err(error) => return Incoming::Senseless(format!("a message is no JSON: {error}")),
    };
    match message["type"].as_str() {
        Some("request") => match (message["seq"].as_i64(), message["command"].as_str()) {
            (Some(seq), Some(command)) => Incoming::Request(Request {
                seq,
                command: command.to_string(),
                arguments: message.get("arguments").cloned().unwrap_or(Value::Null),
            }),
            _ => Incoming::Senseless("a request without \"seq\" or \"command\"".to_string()),
        },
        Some("response" | "event") => Incoming::Other,
        _ => Incoming::Senseless("a message whose \"type\" is not \"request\"".to_string()),
    }
}

/// The length that a header announces; `None` at the end of the stream.
fn header(input: &mut impl BufRead) -> Result<Option<usize>, String> {
    let mut length = None;
    let mut read = 0;
    loop {
        let mut line = Vec::new();
        let limit = (LONGEST_HEADER - read) as u64;
        let n = io::Read::take(&mut *input, limit).read_until(b'\n', &mut line).map_err(|e| e.to_string())?;
        read += n;
        if n == 0 {
            return match (read, length) {
                (0, None) => Ok(None),
                _ => Err("the stream ends, or never does, within a header".to_string()),
            };
        }
        let text = String::from_utf8_lossy(&line);
        let text = text.trim_end();
        if text.is_empty() {
            return match length {
                Some(length) if length <= LONGEST => Ok(Some(length)),
                Some(length) => Err(format!("a message of {length} bytes is too long")),
                None => Err("a header without Content-Length".to_string()),
            };
        }
        match text.split_once(':') {
            Some((name, value)) if name.trim().eq_ignore_ascii_case("Content-Length") => {
                let value = value.trim();
                length = Some(value.parse().map_err(|_| format!("Content-Length is \"{value}\""))?);
            }
            Some(_) => {}
            None => return Err(format!("\"{}\" is no header", text.chars().take(40).collect::<String>())),
        }
    }
}

/// Sends messages to the client, numbered.
pub struct Sender {
    out: Box<dyn Write>,
    seq: u64,
    /// Nobody reads any more.
    pub gone: bool,
}

impl Sender {
    /// Sends to this stream.
    pub fn new(out: Box<dyn Write>) -> Sender {
        Sender { out, seq: 0, gone: false }
    }

    /// An event.
    pub fn event(&mut self, name: &str, body: Value) {
        self.send(json!({"type": "event", "event": name, "body": body}));
    }

    /// The answer to a request: a body, or why there is none.
    pub fn respond(&mut self, request: &Request, result: Result<Value, String>) {
        let mut message = json!({"type": "response", "request_seq": request.seq, "command": request.command, "success": result.is_ok()});
        match result {
            Ok(Value::Null) => {}
            Ok(body) => message["body"] = body,
            Err(text) => {
                message["message"] = text.lines().next().unwrap_or("failed").into();
                // The console shows its errors itself.
                let show = request.command != "evaluate";
                // Braces in a format stand for variables: the text, which may have some, is one.
                let error = json!({"id": 1, "format": "{_text}", "variables": {"_text": text}, "showUser": show});
                message["body"] = json!({ "error": error });
            }
        }
        self.send(message);
    }

    fn send(&mut self, mut message: Value) {
        self.seq += 1;
        message["seq"] = self.seq.into();
        let text = message.to_string();
        let sent = write!(self.out, "Content-Length: {}\r\n\r\n{text}", text.len()).and_then(|()| self.out.flush());
        self.gone |= sent.is_err();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_all(mut bytes: &[u8]) -> Vec<Incoming> {
        let mut all = Vec::new();
        loop {
            let message = read(&mut bytes);
            let last = matches!(message, Incoming::End | Incoming::Broken(_));
            all.push(message);
            if last {
                return all;
            }
        }
    }

    fn broken(bytes: &[u8]) -> String {
        let mut all = read_all(bytes);
        match all.pop() {
            Some(Incoming::Broken(what)) => what,
            Some(Incoming::End) => match all.pop() {
                Some(Incoming::Senseless(what)) => what,
                other => format!("{other:?}"),
            },
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn messages_are_framed() {
        let body = r#"{"seq":3,"type":"request","command":"threads"}"#;
        let two = format!("Content-Length: {0}\r\n\r\n{body}content-length:{0}\r\nX: y\r\n\r\n{body}", body.len());
        let request = Request { seq: 3, command: "threads".to_string(), arguments: Value::Null };
        let wanted = vec![Incoming::Request(request.clone()), Incoming::Request(request), Incoming::End];
        assert_eq!(read_all(two.as_bytes()), wanted);
    }

    #[test]
    fn what_breaks_the_protocol_is_named() {
        assert_eq!(broken(b"hello\r\n\r\n"), "\"hello\" is no header");
        assert_eq!(broken(b"Content-Length: many\r\n\r\n"), "Content-Length is \"many\"");
        assert_eq!(broken(b"X: y\r\n\r\n"), "a header without Content-Length");
        assert_eq!(broken(b"Content-Length: 99999999999\r\n\r\n"), "a message of 99999999999 bytes is too long");
        assert_eq!(broken(b"Content-Length: 10\r\n\r\n{}"), "the stream ends within a message");
        assert!(broken(b"Content-Length: 2\r\n\r\n{]").starts_with("a message is no JSON"));
        assert_eq!(broken(b"Content-Length: 2\r\n\r\n{}"), "a message whose \"type\" is not \"request\"");
        assert_eq!(broken(b"Content-Length: 5"), "the stream ends, or never does, within a header");
    }
}
