//! What `decode` and `encode` read: a file or standard input, and values for placeholders. And how they write.

use std::{
    error::Error,
    fs::File,
    io::{self, Read, Write},
    path::{Path, PathBuf},
};

use clap::Args;
use fieldgate_kmip_text::{
    self as text, INPUT_BYTES_MAX, Placeholders,
    input::{self, InputForm},
    json,
    node::Node,
    xml,
};
use zeroize::Zeroizing;

use super::secret_file;
use crate::outcome::Outcome;

/// What stands for standard input.
const STANDARD_INPUT: &str = "-";

/// The longest value of a placeholder that is read from a file, in bytes.
const VALUE_BYTES_MAX: usize = 1024 * 1024;

/// Where messages come from.
#[derive(Args)]
pub(super) struct Source {
    /// The file with the messages; without one, or with -, standard input.
    #[arg(value_name = "FILE")]
    file: Option<PathBuf>,
    /// What $NAME stands for in XML or JSON; may be given several times. $NOW is the present time without it.
    #[arg(long = "define", value_name = "NAME=VALUE")]
    definitions: Vec<String>,
    /// What $NAME stands for is in this file, but for a line end at its end: for keys and passwords, which others could see on
    /// the command line.
    #[arg(long = "define-file", value_name = "NAME=FILE")]
    definition_files: Vec<String>,
}

impl Source {
    /// What errors call it.
    pub(super) fn name(&self) -> String {
        match self.path() {
            Some(path) => path.display().to_string(),
            None => "standard input".to_owned(),
        }
    }

    fn path(&self) -> Option<&Path> {
        let path = self.file.as_deref()?;
        (path.as_os_str() != STANDARD_INPUT).then_some(path)
    }

    /// All that it holds.
    pub(super) fn read(&self) -> Result<Zeroizing<Vec<u8>>, String> {
        let mut bytes = Zeroizing::new(Vec::new());
        // One byte more, so that a longer input is known as such.
        let limit = INPUT_BYTES_MAX as u64 + 1;
        let read = match self.path() {
            Some(path) => {
                File::open(path).and_then(|file| file.take(limit).read_to_end(&mut bytes))
            }
            None => io::stdin().lock().take(limit).read_to_end(&mut bytes),
        };
        read.map_err(|error| format!("cannot read {}: {error}", self.name()))?;
        if bytes.len() > INPUT_BYTES_MAX {
            return Err(format!(
                "{} is longer than {INPUT_BYTES_MAX} bytes; give it in parts",
                self.name()
            ));
        }
        Ok(bytes)
    }

    /// The messages of XML or JSON. What was put in the place of `$NOW` is said on standard error.
    pub(super) fn messages(
        &self,
        form: InputForm,
        bytes: &[u8],
    ) -> Result<Vec<Node>, Box<dyn Error>> {
        let mut placeholders = self.placeholders()?;
        let text = input::text(bytes).map_err(|error| self.located(&error))?;
        let messages = if form == InputForm::Json {
            json::read(text, &mut placeholders)
        } else {
            xml::read(text, &mut placeholders)
        };
        let messages = messages.map_err(|error| self.located(&error))?;
        if placeholders.times_used() > 0 {
            eprintln!(
                "fieldgate: note: {} times in {} count from $NOW, and were made of the present time",
                placeholders.times_used(),
                self.name()
            );
        }
        Ok(messages)
    }

    fn placeholders(&self) -> Result<Placeholders, Box<dyn Error>> {
        let mut placeholders = Placeholders::new();
        for definition in &self.definitions {
            let (name, value) = definition.split_once('=').ok_or_else(|| {
                wrong("--define needs a name and a value, such as --define UNIQUE_IDENTIFIER_0=7")
            })?;
            define(&mut placeholders, "--define", name, value)?;
        }
        for definition in &self.definition_files {
            let (name, file) = definition.split_once('=').ok_or_else(|| {
                wrong("--define-file needs a name and a file, such as --define-file KEY_MATERIAL=key.hex")
            })?;
            let bytes = secret_file::read(Path::new(file), VALUE_BYTES_MAX)?;
            if bytes.len() > VALUE_BYTES_MAX {
                return Err(format!("{file} is longer than {VALUE_BYTES_MAX} bytes").into());
            }
            let text =
                std::str::from_utf8(&bytes).map_err(|_| format!("{file} is not UTF-8 text"))?;
            let value = text.strip_suffix('\n').unwrap_or(text);
            let value = value.strip_suffix('\r').unwrap_or(value);
            define(&mut placeholders, "--define-file", name, value)?;
        }
        Ok(placeholders)
    }

    pub(super) fn located(&self, error: &text::Error) -> String {
        format!("{}: {error}", self.name())
    }
}

fn define(
    placeholders: &mut Placeholders,
    option: &str,
    name: &str,
    value: &str,
) -> Result<(), clap::Error> {
    placeholders.define(name, value).map_err(|name| {
        wrong(&format!(
            "{option} {name}: a name has letters, digits and underscores only"
        ))
    })
}

/// A mistake on the command line that clap doesn't find; the program ends with 2.
fn wrong(message: &str) -> clap::Error {
    clap::Error::raw(
        clap::error::ErrorKind::ValueValidation,
        format!("{message}\n\nFor more information, try '--help'.\n"),
    )
}

/// Writes to standard output, which may be read by nobody any more.
pub(super) fn print(bytes: &[u8]) -> Outcome {
    let mut output = io::stdout().lock();
    output
        .write_all(bytes)
        .and_then(|()| output.flush())
        .map_err(|error| format!("cannot write to standard output: {error}").into())
}
