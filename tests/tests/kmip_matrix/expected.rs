//! What isn't plain success in the matrix, and why. The first that is about a cell counts.

/// Cells that end otherwise than well.
pub(crate) struct Otherwise {
    /// Which servers: none named means all, as in all lists here.
    pub(crate) servers: &'static [&'static str],
    pub(crate) authentications: &'static [&'static str],
    pub(crate) methods: &'static [&'static str],
    pub(crate) versions: &'static [&'static str],
    pub(crate) outcome: &'static str,
    pub(crate) why: &'static str,
}

const ALL: &[&str] = &[];

const OLD: &[&str] = &["1.0", "1.1", "1.2", "1.3", "1.4"];

pub(crate) const EXPECTED: &[Otherwise] = &[
    Otherwise {
        servers: &["stock"],
        authentications: &["password"],
        methods: ALL,
        versions: ALL,
        outcome: "ClientCertificateMissing",
        why: "PyKMIP wants a client certificate, and knows no passwords",
    },
    Otherwise {
        servers: ALL,
        authentications: ALL,
        methods: &["locate_page"],
        versions: &["1.0", "1.1", "1.2"],
        outcome: "not in this version",
        why: "Offset Items came with KMIP 1.3",
    },
    Otherwise {
        servers: ALL,
        authentications: ALL,
        methods: &["set_attribute"],
        versions: OLD,
        outcome: "not in this version",
        why: "Set Attribute came with KMIP 2.0",
    },
    Otherwise {
        servers: ALL,
        authentications: ALL,
        methods: &["add_attribute"],
        versions: ALL,
        outcome: "Invalid Message",
        why: "PyKMIP can't read this request, and says so before it looks at who asks",
    },
    Otherwise {
        servers: &["strict"],
        authentications: &["certificate"],
        methods: ALL,
        versions: ALL,
        outcome: "AuthenticationRefused",
        why: "the strict server wants a password in each request",
    },
    Otherwise {
        servers: &["stock"],
        authentications: ALL,
        methods: &["obtain_lease"],
        versions: ALL,
        outcome: "Invalid Message",
        why: "PyKMIP has no Obtain Lease; the strict server has",
    },
    Otherwise {
        servers: ALL,
        authentications: ALL,
        methods: &["check"],
        versions: ALL,
        outcome: "Operation Not Supported",
        why: "PyKMIP has no Check",
    },
    Otherwise {
        servers: ALL,
        authentications: ALL,
        methods: &["rekey", "export", "import"],
        versions: ALL,
        outcome: "OperationsMissing",
        why: "PyKMIP has none of them, and Query, which is asked first, says so",
    },
    Otherwise {
        servers: ALL,
        authentications: ALL,
        methods: &["fetch_wrapped_key"],
        versions: &["1.0"],
        outcome: "Encoding Option Error",
        why: "KMIP 1.0 has no Encoding Option, without which PyKMIP wraps nothing",
    },
];
