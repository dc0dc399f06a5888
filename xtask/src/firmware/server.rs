//! The KMIP server at the other end of the images' serial port: a real PyKMIP, behind mutual TLS.

use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use fieldgate_tests::kmip_line::KmipLine;
use fieldgate_tests::pki::Pki;
use fieldgate_tests::pykmip::PyKmip;
use fieldgate_tests::pykmip_strict::Strict;
use fieldgate_tests::python::Python;

use super::image::output_dir;
use crate::fault::Fault;

/// Requests of one exchange: create, activate, get, register, activate, get wrapped, get again.
const EXCHANGES: usize = 7;
/// Requests of a key's life: create, activate, get, obtain lease, get again, revoke, destroy, get in vain.
const LIFE_EXCHANGES: usize = 8;
/// How long the strict server lends a key.
const LEASE_S: u32 = 90;
/// What PyKMIP logs when it wraps a key.
const WRAPPING: &str = "Wrapping SymmetricKey";

/// A server that wants user name and password and gives leases, and the line to it.
pub(crate) struct StrictServer {
    pykmip: PyKmip,
    line: KmipLine,
    socket: PathBuf,
}

impl StrictServer {
    /// Starts PyKMIP on a free port, and opens the line.
    pub(crate) fn start() -> Result<Self, Fault> {
        let dir = empty_dir("kmip-strict")?;
        let pki = Pki::create(&dir.join("pki"))?;
        let strict = Strict {
            lease_s: Some(LEASE_S),
            ..Strict::default()
        };
        let pykmip = PyKmip::start_strict(&Python::find()?, &dir.join("server"), &pki, strict)?;
        let socket = dir.join("line");
        let line = KmipLine::open(&socket, pykmip.port(), &pki)?;
        Ok(Self {
            pykmip,
            line,
            socket,
        })
    }

    /// Where the serial port is connected to.
    pub(crate) fn socket(&self) -> &Path {
        &self.socket
    }

    /// Fails unless exactly one whole life of a key passed.
    pub(crate) fn expect_one_life(&self) -> Result<(), Fault> {
        let exchanges = self.line.exchanges();
        if exchanges == LIFE_EXCHANGES {
            return Ok(());
        }
        Err(Fault::Unmet(format!(
            "the strict KMIP server saw {exchanges} requests, not {LIFE_EXCHANGES}; its log is {}",
            self.pykmip.log_path().display()
        )))
    }
}

/// A folder beside the images with nothing in it.
fn empty_dir(name: &str) -> Result<PathBuf, Fault> {
    let dir = output_dir()?.join(name);
    if dir.exists() {
        std::fs::remove_dir_all(&dir).map_err(Fault::io(format!("remove {}", dir.display())))?;
    }
    Ok(dir)
}

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
        let dir = empty_dir("kmip")?;
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
