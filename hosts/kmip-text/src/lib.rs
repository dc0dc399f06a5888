//! KMIP messages as people read them: XML and JSON after the KMIP Profiles, and a tree.
