//! What a configuration may say of KMIP servers and keys, and what it is told when it says anything else.

use std::path::Path;

use fieldgate_gateway::toml_file::TomlFile;

use super::super::{Config, KeyHome};
use super::Checker;

const START: &str = r#"version = 1
[gateway]
listen = "127.0.0.1:0"
certificate = "c"
private_key = "k"
upstream = "http://127.0.0.1:1"
rules = "r"
[partition]
tenant = "t"
name = "p"
encryption_key = "films"
[local_keys]
directory = "d"
pass_phrase_file = "f"
"#;
const LOGIN: &str = "certificate_authority = \"a\"\nusername = \"u\"\npassword_file = \"w\"\n";

fn checked(server: &str, keys: &str) -> Result<Config, String> {
    let text = format!("{START}[[kmip_server]]\nname = \"s\"\n{LOGIN}{server}\n{keys}");
    let source = TomlFile::new("fieldgate.toml".to_owned(), text);
    let written = source.parse().map_err(|error| error.to_string())?;
    let folder = Path::new("");
    let checker = Checker { source, folder };
    checker.config(written).map_err(|error| error.to_string())
}

const FILMS: &str = "[[key]]\nname = \"films\"\nstore = \"kmip\"\nkmip_server = \"s\"\n";

#[test]
fn a_server_has_a_host_or_the_addresses_of_a_cluster() {
    for (server, addresses) in [
        ("host = \"kmip.example\"", "kmip.example:5696"),
        ("host = \"kmip.example\"\nport = 7", "kmip.example:7"),
        (
            "addresses = [\"one.example\", \"two.example:7\", \"[::1]\", \"[::1]:8\"]",
            "one.example:5696, two.example:7, [::1]:5696, [::1]:8",
        ),
    ] {
        let config = checked(server, FILMS).map_err(|error| format!("{server}: {error}"));
        let servers = config.unwrap().kmip_servers;
        let found: Vec<_> = servers[0]
            .addresses
            .iter()
            .map(ToString::to_string)
            .collect();
        assert_eq!(found.join(", "), addresses);
    }
    for (server, about) in [
        ("", "needs a host, or addresses"),
        ("port = 7", "needs a host, or addresses"),
        ("host = \"a\"\naddresses = [\"b\"]", "not both"),
        ("port = 7\naddresses = [\"b\"]", "each has its own"),
        ("addresses = []", "takes 1 to 16"),
        ("addresses = [\"a\", \"a:5696\"]", "is there already"),
        ("addresses = [\"a:\"]", "it is HOST or HOST:PORT"),
        ("addresses = [\"a:0\"]", "it is HOST or HOST:PORT"),
        ("addresses = [\"::1\"]", "it is HOST or HOST:PORT"),
        ("addresses = [\"[::1\"]", "it is HOST or HOST:PORT"),
        ("addresses = [\"a b\"]", "it is HOST or HOST:PORT"),
        ("host = \"a\"\nport = 0", "a port is 1 to 65535"),
        (
            "host = \"a\"\nconnections_max = 0",
            "connections_max is 1 to",
        ),
    ] {
        let error = checked(server, FILMS).map(|_| ()).unwrap_err();
        assert!(error.contains(about), "{server}: {error}");
        assert!(error.starts_with("fieldgate.toml:"), "{server}: {error}");
    }
}

#[test]
fn a_key_may_have_an_id_and_travel_under_another_key() {
    let wrapped = |more: &str, kek: &str| {
        let films = format!("{FILMS}{more}");
        checked(
            "host = \"a\"",
            &format!("{films}\n[[key]]\nname = \"kek\"\n{kek}"),
        )
    };
    let local = "store = \"local\"";
    let there = "store = \"kmip\"\nkmip_server = \"s\"\nunique_identifier = \"9\"";
    for (more, kek, identifier) in [
        ("wrapping_key = \"kek\"", local, None),
        ("wrapping_key = \"kek\"", there, Some("9")),
        (
            "wrapping_key = \"kek\"\nwrapping_key_identifier = \"8\"",
            there,
            Some("8"),
        ),
    ] {
        let config = wrapped(more, kek).unwrap();
        let KeyHome::Kmip { wrapping, .. } = &config.keys[0].home else {
            panic!("on a server");
        };
        let wrapping = wrapping.as_ref().unwrap();
        assert_eq!(wrapping.key, 1);
        assert_eq!(wrapping.unique_identifier.as_deref(), identifier);
    }
    let id = wrapped("key_id = \"0a1b2c3d\"", local).unwrap().keys[0].id;
    assert_eq!(id.map(|id| id.to_string()).as_deref(), Some("0a1b2c3d"));
    let nested = "store = \"kmip\"\nkmip_server = \"s\"\nwrapping_key = \"films\"";
    for (more, kek, about) in [
        (
            "wrapping_key = \"other\"",
            local,
            "there is no key \"other\"",
        ),
        ("wrapping_key = \"films\"", local, "under itself"),
        ("wrapping_key = \"kek\"", nested, "itself travels wrapped"),
        (
            "wrapping_key_identifier = \"8\"",
            local,
            "name that key as wrapping_key",
        ),
        (
            "",
            "store = \"local\"\nwrapping_key = \"films\"",
            "for keys with store",
        ),
        ("key_id = \"0a1b2c3\"", local, "8 hexadecimal digits"),
        ("key_id = \"+a1b2c3d\"", local, "8 hexadecimal digits"),
    ] {
        let error = wrapped(more, kek).map(|_| ()).unwrap_err();
        assert!(error.contains(about), "{more}: {error}");
    }
}
