//! Decrypted TLS records, in a buffer that is ours and is wiped.
//!
//! rustls' unbuffered connection decrypts a record in its caller's buffer, and then copies what it opened to a `Vec` of its
//! own, which it frees without wiping. A key would stay in that freed memory. So the cipher suites are wrapped here: each
//! decrypter works on a copy of the record, puts what it opened into the [`Opened`] of the connection that is being
//! advanced, and shows rustls one byte of the ciphertext in its place. All cryptography stays rustls' own.
//!
//! The way from the decrypter to the connection is a thread-local: a decrypter is made deep inside the handshake and
//! knows no connection, but it only ever runs inside [`collect`], on the same thread.

use std::cell::RefCell;
use std::mem;
use std::sync::{Arc, OnceLock};

use rustls::crypto::cipher::{
    AeadKey, InboundOpaqueMessage, InboundPlainMessage, Iv, KeyBlockShape, MessageDecrypter,
    MessageEncrypter, Tls12AeadAlgorithm, Tls13AeadAlgorithm, UnsupportedOperationError,
};
use rustls::crypto::{CryptoProvider, aws_lc_rs};
use rustls::{
    CipherSuiteCommon, ConnectionTrafficSecrets, ContentType, Error, SupportedCipherSuite,
    Tls12CipherSuite, Tls13CipherSuite,
};
use zeroize::{Zeroize, Zeroizing};

/// The longest protected record: 2^14 bytes and what a cipher may add (RFC 5246 section 6.2.3; RFC 8446 allows less).
const RECORD_BYTES_MAX: usize = 16 * 1024 + 2048;

/// How much of a record of application data rustls gets to see, as ciphertext. Not nothing: it counts empty records, and
/// gives up after some.
const SHOWN_BYTES: usize = 1;

/// What was opened and not yet taken.
#[derive(Default)]
pub(crate) struct Opened {
    bytes: Zeroizing<Box<[u8]>>,
    start: usize,
    end: usize,
}

impl Opened {
    /// Room for `capacity_bytes`. It never grows, so it never leaves a copy behind.
    pub(crate) fn with_capacity(capacity_bytes: usize) -> Self {
        Self {
            bytes: Zeroizing::new(vec![0; capacity_bytes].into_boxed_slice()),
            start: 0,
            end: 0,
        }
    }

    pub(crate) const fn is_empty(&self) -> bool {
        self.start == self.end
    }

    /// Moves bytes into `space`, and wipes them here.
    pub(crate) fn take(&mut self, space: &mut [u8]) -> usize {
        let count = space.len().min(self.end - self.start);
        let taken = &mut self.bytes[self.start..self.start + count];
        space[..count].copy_from_slice(taken);
        taken.zeroize();
        self.start += count;
        if self.is_empty() {
            (self.start, self.end) = (0, 0);
        }
        count
    }

    fn put(&mut self, bytes: &[u8]) -> Result<(), Error> {
        let end = self.end + bytes.len();
        let space = self.bytes.get_mut(self.end..end);
        space
            .ok_or_else(|| Error::General("more was received than was asked for".into()))?
            .copy_from_slice(bytes);
        self.end = end;
        Ok(())
    }
}

thread_local! {
    static COLLECTING: RefCell<Opened> = RefCell::new(Opened::default());
}

/// Runs `advance`, during which everything that is decrypted goes to `opened`.
pub(crate) fn collect<T>(opened: &mut Opened, advance: impl FnOnce() -> T) -> T {
    /// Gives the buffer back, also when `advance` panics.
    struct Collecting<'o>(&'o mut Opened);
    impl Drop for Collecting<'_> {
        fn drop(&mut self) {
            COLLECTING.with_borrow_mut(|collecting| mem::swap(collecting, self.0));
        }
    }
    COLLECTING.with_borrow_mut(|collecting| mem::swap(collecting, opened));
    let _collecting = Collecting(opened);
    advance()
}

/// Puts what was decrypted to where it is collected.
pub(crate) fn put(plain: &[u8]) -> Result<(), Error> {
    COLLECTING.with_borrow_mut(|collecting| collecting.put(plain))
}

/// rustls' default cryptography, with decrypters that hand over what they open.
pub(crate) fn provider() -> Arc<CryptoProvider> {
    static PROVIDER: OnceLock<Arc<CryptoProvider>> = OnceLock::new();
    Arc::clone(PROVIDER.get_or_init(|| {
        let mut provider = aws_lc_rs::default_provider();
        for suite in &mut provider.cipher_suites {
            // Leaked once in the life of the process: rustls wants suites that live for ever.
            *suite = match *suite {
                SupportedCipherSuite::Tls12(suite) => {
                    SupportedCipherSuite::Tls12(Box::leak(Box::new(wrap_tls12(suite))))
                }
                SupportedCipherSuite::Tls13(suite) => {
                    SupportedCipherSuite::Tls13(Box::leak(Box::new(wrap_tls13(suite))))
                }
            };
        }
        Arc::new(provider)
    }))
}

fn wrap_tls12(suite: &'static Tls12CipherSuite) -> Tls12CipherSuite {
    Tls12CipherSuite {
        common: copy(&suite.common),
        prf_provider: suite.prf_provider,
        kx: suite.kx,
        sign: suite.sign,
        aead_alg: Box::leak(Box::new(Wrapped12(suite.aead_alg))),
    }
}

fn wrap_tls13(suite: &'static Tls13CipherSuite) -> Tls13CipherSuite {
    Tls13CipherSuite {
        common: copy(&suite.common),
        hkdf_provider: suite.hkdf_provider,
        aead_alg: Box::leak(Box::new(Wrapped13(suite.aead_alg))),
        quic: None,
    }
}

fn copy(common: &CipherSuiteCommon) -> CipherSuiteCommon {
    CipherSuiteCommon {
        suite: common.suite,
        hash_provider: common.hash_provider,
        confidentiality_limit: common.confidentiality_limit,
    }
}

struct Wrapped12(&'static dyn Tls12AeadAlgorithm);

impl Tls12AeadAlgorithm for Wrapped12 {
    fn encrypter(&self, key: AeadKey, iv: &[u8], extra: &[u8]) -> Box<dyn MessageEncrypter> {
        self.0.encrypter(key, iv, extra)
    }

    fn decrypter(&self, key: AeadKey, iv: &[u8]) -> Box<dyn MessageDecrypter> {
        Box::new(HandingOver::new(self.0.decrypter(key, iv)))
    }

    fn key_block_shape(&self) -> KeyBlockShape {
        self.0.key_block_shape()
    }

    fn extract_keys(
        &self,
        _: AeadKey,
        _: &[u8],
        _: &[u8],
    ) -> Result<ConnectionTrafficSecrets, UnsupportedOperationError> {
        Err(UnsupportedOperationError)
    }

    fn fips(&self) -> bool {
        self.0.fips()
    }
}

struct Wrapped13(&'static dyn Tls13AeadAlgorithm);

impl Tls13AeadAlgorithm for Wrapped13 {
    fn encrypter(&self, key: AeadKey, iv: Iv) -> Box<dyn MessageEncrypter> {
        self.0.encrypter(key, iv)
    }

    fn decrypter(&self, key: AeadKey, iv: Iv) -> Box<dyn MessageDecrypter> {
        Box::new(HandingOver::new(self.0.decrypter(key, iv)))
    }

    fn key_len(&self) -> usize {
        self.0.key_len()
    }

    fn extract_keys(
        &self,
        _: AeadKey,
        _: Iv,
    ) -> Result<ConnectionTrafficSecrets, UnsupportedOperationError> {
        Err(UnsupportedOperationError)
    }

    fn fips(&self) -> bool {
        self.0.fips()
    }
}

/// A decrypter that hands application data over to the connection that is being advanced.
struct HandingOver {
    decrypter: Box<dyn MessageDecrypter>,
    record: Zeroizing<Box<[u8]>>,
}

impl HandingOver {
    fn new(decrypter: Box<dyn MessageDecrypter>) -> Self {
        let record = Zeroizing::new(vec![0; RECORD_BYTES_MAX].into_boxed_slice());
        Self { decrypter, record }
    }
}

impl MessageDecrypter for HandingOver {
    fn decrypt<'a>(
        &mut self,
        mut message: InboundOpaqueMessage<'a>,
        sequence_number: u64,
    ) -> Result<InboundPlainMessage<'a>, Error> {
        let length = message.payload.len();
        let record = self
            .record
            .get_mut(..length)
            .ok_or(Error::PeerSentOversizedRecord)?;
        record.copy_from_slice(&message.payload);
        let copy = InboundOpaqueMessage::new(message.typ, message.version, record);
        let opened = self
            .decrypter
            .decrypt(copy, sequence_number)
            .and_then(|plain| {
                (message.typ, message.version) = (plain.typ, plain.version);
                if plain.typ == ContentType::ApplicationData {
                    put(plain.payload)?;
                    return Ok(plain.payload.len().min(SHOWN_BYTES));
                }
                // Handshake messages and alerts are rustls' own.
                let place = message.payload.get_mut(..plain.payload.len());
                place
                    .ok_or(Error::DecryptError)?
                    .copy_from_slice(plain.payload);
                Ok(plain.payload.len())
            });
        if let Some(used) = self.record.get_mut(..length) {
            used.zeroize();
        }
        Ok(message.into_plain_message_range(0..opened?))
    }
}
