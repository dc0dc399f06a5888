//! The KMIP server at the other end of the images' serial port: a real PyKMIP, behind mutual TLS.

use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use fieldgate_tests::kmip_line::KmipLine;
use fieldgate_tests::pki::Pki;
use fieldgate_tests::pykmip::PyKmip;
use fieldgate_tests::python::Python;

use super::image::output_dir;
use crate::fault::Fault;

/// Requests of one exchange: create, activate, get, register, activate, get wrapped, get again.
const EXCHANGES: usize = 7;
/// What PyKMIP logs when it wraps a key.
const WRAPPING: &str = "Wrapping SymmetricKey";

/// A running server and the line to it.
pub(crate) struct Server {
    pykmip: PyKmip,
    line: KmipLine,
    socket: PathBuf,
    exchanges_before: usize,
    wrappings_before: usize,
}

impl Server {
    /// Starts PyKMIP on a free port, and opens the line.
    pub(crate) fn start() -> Result<Self, Fault> {
        let dir = output_dir()?.join("kmip");
        if dir.exists() {
            std::fs::remove_dir_all(&dir)
                .map_err(Fault::io(format!("remove {}", dir.display())))?;
        }
        let pki = Pki::create(&dir.join("pki"))?;
        let pykmip = PyKmip::start(&Python::find()?, &dir.join("server"), &pki)?;
        let socket = dir.join("line");
        let line = KmipLine::open(&socket, pykmip.port(), &pki)?;
        Ok(Self {
            pykmip,
            line,
            socket,
            exchanges_before: 0,
            wrappings_before: 0,
        })
    }

    /// Where the serial port is connected to.
    pub(crate) fn socket(&self) -> &Path {
        &self.socket
    }

    /// Fails unless since the last call exactly one whole exchange passed, and the server itself wrapped one key.
    pub(crate) fn expect_one_exchange(&mut self) -> Result<(), Fault> {
        let exchanges = self.line.exchanges();
        let wrappings = self.pykmip.log().matches(WRAPPING).count();
        let seen = (
            exchanges - self.exchanges_before,
            wrappings - self.wrappings_before,
        );
        self.exchanges_before = exchanges;
        self.wrappings_before = wrappings;
        if seen == (EXCHANGES, 1) {
            return Ok(());
        }
        Err(Fault::Unmet(format!(
            "the KMIP server saw {} requests and wrapped {} keys, not {EXCHANGES} and 1; its log is {}",
            seen.0,
            seen.1,
            self.pykmip.log_path().display()
        )))
    }
}

/// A fresh wrapping key in hexadecimal: the emulated boards have no random numbers of their own.
pub(crate) fn draw_wrapping_key() -> Result<String, Fault> {
    let mut bytes = [0; 32];
    File::open("/dev/urandom")
        .and_then(|mut source| source.read_exact(&mut bytes))
        .map_err(Fault::io("read /dev/urandom"))?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}
