//! Authorities and certificates for tests, made at run time: nothing here is a committed key.
//!
//! All keys are P-256: with an RSA certificate PyKMIP offers only suites that rustls rightly doesn't speak.

use std::fs;
use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use rcgen::{
    BasicConstraints, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair,
    KeyUsagePurpose, date_time_ymd,
};

use crate::SupportError;

/// Names that a good server certificate is valid for.
pub const SERVER_NAMES: [&str; 2] = ["localhost", "127.0.0.1"];

/// A certificate authority that lives as long as the test.
#[derive(Debug)]
pub struct Authority {
    issuer: Issuer<'static, KeyPair>,
    certificate_pem: String,
}

/// A certificate and its private key, both PEM. The key is a test's own: it guards nothing.
#[derive(Debug)]
pub struct Identity {
    /// The certificate.
    pub certificate_pem: String,
    /// The private key, PKCS #8.
    pub private_key_pem: String,
}

/// Where an [`Identity`] was written.
#[derive(Debug, Clone)]
pub struct IdentityFiles {
    /// The certificate, PEM.
    pub certificate: PathBuf,
    /// The private key, PEM, readable by its owner only.
    pub private_key: PathBuf,
}

/// All that a scene with mutual TLS needs, as files in one folder.
#[derive(Debug)]
pub struct Pki {
    /// Issues the good ones.
    pub authority: Authority,
    /// `ca.pem`.
    pub authority_certificate: PathBuf,
    /// `server.pem`, `server.key`: localhost and 127.0.0.1.
    pub server: IdentityFiles,
    /// `client.pem`, `client.key`: common name and clientAuth.
    pub client: IdentityFiles,
}

/// Certificates that must be refused, as files in one folder.
#[derive(Debug)]
pub struct BadPki {
    /// `other-ca.pem`: an authority that issued none of the good ones.
    pub other_authority_certificate: PathBuf,
    /// `other-server.pem`, `.key`: issued by the other authority.
    pub other_server: IdentityFiles,
    /// `other-client.pem`, `.key`: issued by the other authority.
    pub other_client: IdentityFiles,
    /// `expired-server.pem`, `.key`: ended in 2020.
    pub expired_server: IdentityFiles,
    /// `expired-client.pem`, `.key`: ended in 2020.
    pub expired_client: IdentityFiles,
    /// `wrong-host.pem`, `.key`: valid for `wrong.example` only.
    pub wrong_host: IdentityFiles,
}

impl Authority {
    /// A new authority with this common name.
    ///
    /// # Errors
    /// [`SupportError::Certificate`].
    pub fn new(common_name: &str) -> Result<Self, SupportError> {
        let mut params = CertificateParams::new(Vec::new())?;
        params
            .distinguished_name
            .push(DnType::CommonName, common_name);
        params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        let key = KeyPair::generate()?;
        let certificate_pem = params.self_signed(&key)?.pem();
        Ok(Self {
            issuer: Issuer::new(params, key),
            certificate_pem,
        })
    }

    /// The authority's own certificate, PEM.
    pub fn certificate_pem(&self) -> &str {
        &self.certificate_pem
    }

    /// A server certificate for these DNS names and addresses.
    ///
    /// # Errors
    /// [`SupportError::Certificate`].
    pub fn server(&self, names: &[&str]) -> Result<Identity, SupportError> {
        let common_name = names.first().copied().unwrap_or("server");
        self.issue(&leaf(
            common_name,
            names,
            ExtendedKeyUsagePurpose::ServerAuth,
        )?)
    }

    /// A client certificate: PyKMIP takes the common name as the user.
    ///
    /// # Errors
    /// [`SupportError::Certificate`].
    pub fn client(&self, common_name: &str) -> Result<Identity, SupportError> {
        self.issue(&leaf(
            common_name,
            &[],
            ExtendedKeyUsagePurpose::ClientAuth,
        )?)
    }

    /// As [`Authority::server`], but it ended in 2020.
    ///
    /// # Errors
    /// [`SupportError::Certificate`].
    pub fn expired_server(&self, names: &[&str]) -> Result<Identity, SupportError> {
        let common_name = names.first().copied().unwrap_or("server");
        self.issue(&expired(leaf(
            common_name,
            names,
            ExtendedKeyUsagePurpose::ServerAuth,
        )?))
    }

    /// As [`Authority::client`], but it ended in 2020.
    ///
    /// # Errors
    /// [`SupportError::Certificate`].
    pub fn expired_client(&self, common_name: &str) -> Result<Identity, SupportError> {
        self.issue(&expired(leaf(
            common_name,
            &[],
            ExtendedKeyUsagePurpose::ClientAuth,
        )?))
    }

    fn issue(&self, params: &CertificateParams) -> Result<Identity, SupportError> {
        let key = KeyPair::generate()?;
        let certificate = params.signed_by(&key, &self.issuer)?;
        Ok(Identity {
            certificate_pem: certificate.pem(),
            private_key_pem: key.serialize_pem(),
        })
    }
}

impl Identity {
    /// Writes `NAME.pem` and `NAME.key` into the folder.
    ///
    /// # Errors
    /// [`SupportError::Io`].
    pub fn write(&self, dir: &Path, name: &str) -> Result<IdentityFiles, SupportError> {
        let files = IdentityFiles {
            certificate: dir.join(format!("{name}.pem")),
            private_key: dir.join(format!("{name}.key")),
        };
        write_private(&files.certificate, self.certificate_pem.as_bytes())?;
        write_private(&files.private_key, self.private_key_pem.as_bytes())?;
        Ok(files)
    }
}

impl Pki {
    /// Makes an authority, a server for localhost and a client, and writes them into the folder.
    ///
    /// # Errors
    /// [`SupportError::Certificate`], [`SupportError::Io`].
    pub fn create(dir: &Path) -> Result<Self, SupportError> {
        fs::create_dir_all(dir).map_err(SupportError::io(format!("create {}", dir.display())))?;
        let authority = Authority::new("fieldgate test authority")?;
        let authority_certificate = dir.join("ca.pem");
        write_private(
            &authority_certificate,
            authority.certificate_pem().as_bytes(),
        )?;
        let server = authority.server(&SERVER_NAMES)?.write(dir, "server")?;
        let client = authority.client("fieldgate")?.write(dir, "client")?;
        Ok(Self {
            authority,
            authority_certificate,
            server,
            client,
        })
    }

    /// Makes the certificates that must be refused beside these good ones.
    ///
    /// # Errors
    /// [`SupportError::Certificate`], [`SupportError::Io`].
    pub fn create_bad(&self, dir: &Path) -> Result<BadPki, SupportError> {
        fs::create_dir_all(dir).map_err(SupportError::io(format!("create {}", dir.display())))?;
        let other = Authority::new("another test authority")?;
        let other_authority_certificate = dir.join("other-ca.pem");
        write_private(
            &other_authority_certificate,
            other.certificate_pem().as_bytes(),
        )?;
        Ok(BadPki {
            other_authority_certificate,
            other_server: other.server(&SERVER_NAMES)?.write(dir, "other-server")?,
            other_client: other.client("fieldgate")?.write(dir, "other-client")?,
            expired_server: self
                .authority
                .expired_server(&SERVER_NAMES)?
                .write(dir, "expired-server")?,
            expired_client: self
                .authority
                .expired_client("fieldgate")?
                .write(dir, "expired-client")?,
            wrong_host: self
                .authority
                .server(&["wrong.example"])?
                .write(dir, "wrong-host")?,
        })
    }
}

fn leaf(
    common_name: &str,
    names: &[&str],
    purpose: ExtendedKeyUsagePurpose,
) -> Result<CertificateParams, SupportError> {
    let names: Vec<String> = names.iter().map(|&name| name.to_owned()).collect();
    let mut params = CertificateParams::new(names)?;
    params
        .distinguished_name
        .push(DnType::CommonName, common_name);
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    params.extended_key_usages = vec![purpose];
    params.use_authority_key_identifier_extension = true;
    Ok(params)
}

fn expired(mut params: CertificateParams) -> CertificateParams {
    params.not_before = date_time_ymd(2019, 1, 1);
    params.not_after = date_time_ymd(2020, 1, 1);
    params
}

/// Writes a file that only its owner reads.
fn write_private(path: &Path, contents: &[u8]) -> Result<(), SupportError> {
    fs::OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(path)
        .and_then(|mut file| file.write_all(contents))
        .map_err(SupportError::io(format!("write {}", path.display())))
}
