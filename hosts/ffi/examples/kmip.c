/*
 * A key from a KMIP server, over whatever line the device has: here a Unix socket that stands for a serial port.
 *
 *     cc -std=c11 -I hosts/ffi/include hosts/ffi/examples/kmip.c target/release/libfieldgate_ffi.a -lpthread -ldl -lm
 *     ./a.out SOCKET
 *
 * It registers a wrapping key, has the server make a key, fetches that in the clear and wrapped, seals with it, lets it expire on a clock
 * that the program sets, fetches it again, opens what was sealed, and destroys both keys.
 */
#define _POSIX_C_SOURCE 200809L
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "fieldgate.h"

/* One buffer for requests and responses. Requests ask for a response that fits it. */
static uint8_t message[1024];
static size_t message_bytes;
static int line;

static void must(const char *step, fg_status status)
{
    if (status != FG_STATUS_OK) {
        fprintf(stderr, "%s: %s (status %d)\n", step, fg_status_text(status), (int)status);
        exit(EXIT_FAILURE);
    }
}

/* As must, and says what the server says: its text may hold anything, so only plain characters are shown. */
static void must_be_granted(const char *step, fg_status status, const fg_kmip_refusal *refusal)
{
    if (status == FG_STATUS_KMIP_REFUSED) {
        fprintf(stderr, "the server: ");
        for (size_t i = 0; i < refusal->text_bytes; i++) {
            uint8_t byte = message[refusal->text_offset_bytes + i];
            fputc(byte >= 0x20 && byte < 0x7f ? byte : '?', stderr);
        }
        fprintf(stderr, "\n");
    }
    must(step, status);
}

/* Sends the request that was written, and receives the response into the same buffer. */
static void exchange(void)
{
    size_t sent = 0, missing;

    while (sent < message_bytes) {
        ssize_t count = write(line, message + sent, message_bytes - sent);
        if (count <= 0) {
            fprintf(stderr, "the line is closed\n");
            exit(EXIT_FAILURE);
        }
        sent += (size_t)count;
    }
    must("wipe the request", fg_wipe(message, sizeof message));
    message_bytes = 0;
    for (;;) {
        ssize_t count;
        must("receive", fg_kmip_missing_bytes(message, message_bytes, sizeof message, &missing));
        if (missing == 0) {
            return;
        }
        count = read(line, message + message_bytes, missing);
        if (count <= 0) {
            fprintf(stderr, "the line is closed\n");
            exit(EXIT_FAILURE);
        }
        message_bytes += (size_t)count;
    }
}

/* A key's Unique Identifier, as the server gave it. */
typedef struct identifier {
    char text[64];
    size_t length_bytes;
} identifier;

static fg_string named(const identifier *identifier)
{
    fg_string string;
    string.text = identifier->text;
    string.length_bytes = identifier->length_bytes;
    return string;
}

static void read_identifier(const char *step, uint8_t operation, identifier *identifier)
{
    fg_kmip_refusal refusal;
    must_be_granted(step,
                    fg_kmip_read_identifier(message, message_bytes, operation, identifier->text, sizeof identifier->text,
                                            &identifier->length_bytes, &refusal),
                    &refusal);
    must("wipe the response", fg_wipe(message, sizeof message));
}

static void activate(const fg_kmip_header *header, const identifier *key)
{
    identifier answer;
    must("activate", fg_kmip_write_activate(header, named(key), message, sizeof message, &message_bytes));
    exchange();
    read_identifier("activate", FG_KMIP_OPERATION_ACTIVATE, &answer);
}

static void destroy(const fg_kmip_header *header, const identifier *key)
{
    identifier answer;
    must("revoke", fg_kmip_write_revoke(header, named(key), message, sizeof message, &message_bytes));
    exchange();
    read_identifier("revoke", FG_KMIP_OPERATION_REVOKE, &answer);
    must("destroy", fg_kmip_write_destroy(header, named(key), message, sizeof message, &message_bytes));
    exchange();
    read_identifier("destroy", FG_KMIP_OPERATION_DESTROY, &answer);
}

/* Fetches a key in the clear: the line is trusted, or encrypted by whoever is at its other end. */
static void fetch(const fg_kmip_header *header, const identifier *key, uint8_t secret[FG_ROOT_KEY_BYTES])
{
    fg_kmip_refusal refusal;
    size_t secret_bytes;

    must("get", fg_kmip_write_get(header, named(key), message, sizeof message, &message_bytes));
    exchange();
    must_be_granted(
        "get", fg_kmip_read_key(message, message_bytes, secret, FG_ROOT_KEY_BYTES, &secret_bytes, &refusal), &refusal);
    must("wipe the response", fg_wipe(message, sizeof message));
    if (secret_bytes != FG_ROOT_KEY_BYTES) {
        fprintf(stderr, "the key is not 256 bits long\n");
        exit(EXIT_FAILURE);
    }
}

/* Fetches a key wrapped: nobody on the way sees it. */
static void fetch_wrapped(const fg_kmip_header *header, const identifier *key, const identifier *wrapping,
                          const uint8_t wrapping_secret[FG_WRAPPING_KEY_BYTES], uint8_t secret[FG_ROOT_KEY_BYTES])
{
    uint8_t wrapped[FG_ROOT_KEY_BYTES + 8];
    fg_kmip_refusal refusal;
    size_t wrapped_bytes, secret_bytes;

    must("get wrapped",
         fg_kmip_write_get_wrapped(header, named(key), named(wrapping), message, sizeof message, &message_bytes));
    exchange();
    must_be_granted(
        "get wrapped",
        fg_kmip_read_wrapped_key(message, message_bytes, wrapped, sizeof wrapped, &wrapped_bytes, &refusal), &refusal);
    must("unwrap", fg_key_unwrap(wrapping_secret, FG_WRAPPING_KEY_BYTES, wrapped, wrapped_bytes, secret,
                                 FG_ROOT_KEY_BYTES, &secret_bytes));
}

/* Seals, lets the key expire, fetches it again and opens. */
static void seal_expire_open(const fg_kmip_header *header, const identifier *key, const identifier *wrapping,
                             const uint8_t wrapping_secret[FG_WRAPPING_KEY_BYTES])
{
    const fg_context director = {FG_STRING("demo"), FG_STRING("films"), FG_STRING("film"), FG_STRING("director"),
                                 FG_FIELD_TYPE_TEXT, 0};
    const fg_slot_policy ten_minutes = {.expiry_minutes = 10};
    const uint64_t later_ms = 10 * 60000;
    static fg_key_slots slots;
    static fg_field_cipher cipher;
    fg_fetch_ticket ticket = {0};
    uint8_t secret[FG_ROOT_KEY_BYTES], sealed[64], opened[64];
    size_t sealed_bytes, opened_bytes;
    fg_slot_set wiped;
    uint32_t slot;

    must("slots", fg_key_slots_init(&slots));
    must("slot", fg_key_slots_add(&slots, &ten_minutes, &slot));
    must("begin", fg_key_slots_begin_fetch(&slots, slot, 0, 0, &ticket));
    fetch(header, key, secret);
    must("complete", fg_key_slots_complete(&slots, &ticket, secret, sizeof secret, NULL, 20));
    must("wipe", fg_wipe(secret, sizeof secret));
    must("derive", fg_key_slots_field_cipher_init(&slots, slot, 20, &cipher, &director, FG_SCHEME_EQUAL, FG_DOMAIN_UNSTATED));
    /* `equal` draws no nonce. */
    must("seal", fg_field_cipher_seal_with_nonce(&cipher, (const uint8_t *)"Agnes Varda", 11, NULL, 0, sealed,
                                                 sizeof sealed, &sealed_bytes));

    must("expire", fg_key_slots_expire(&slots, later_ms, &wiped));
    if (wiped != 1u << slot) {
        fprintf(stderr, "the key didn't expire\n");
        exit(EXIT_FAILURE);
    }
    must("wipe", fg_field_cipher_wipe(&cipher));
    printf("expired after %llu ms\n", (unsigned long long)later_ms);

    must("begin", fg_key_slots_begin_fetch(&slots, slot, later_ms, 0, &ticket));
    fetch_wrapped(header, key, wrapping, wrapping_secret, secret);
    must("complete", fg_key_slots_complete(&slots, &ticket, secret, sizeof secret, NULL, later_ms + 20));
    must("wipe", fg_wipe(secret, sizeof secret));
    must("derive", fg_key_slots_field_cipher_init(&slots, slot, later_ms + 20, &cipher, &director, FG_SCHEME_EQUAL,
                                                  FG_DOMAIN_UNSTATED));
    must("open", fg_field_cipher_open(&cipher, sealed, sealed_bytes, opened, sizeof opened, &opened_bytes));
    printf("opened after another fetch: %.*s\n", (int)opened_bytes, (const char *)opened);
    must("wipe", fg_field_cipher_wipe(&cipher));
    must("wipe", fg_key_slots_wipe(&slots));
}

int main(int argc, char **argv)
{
    /* A device would have drawn its wrapping key once and kept it. */
    uint8_t wrapping_secret[FG_WRAPPING_KEY_BYTES];
    const fg_string wrapping_name = FG_STRING("device"), name = FG_STRING("films");
    fg_kmip_header header = {.version = {1, 4}};
    identifier wrapping, key;
    fg_kmip_refusal refusal;
    struct sockaddr_un address;
    FILE *source = fopen("/dev/urandom", "rb");

    memset(&address, 0, sizeof address);
    address.sun_family = AF_UNIX;
    if (argc != 2 || strlen(argv[1]) >= sizeof address.sun_path) {
        fprintf(stderr, "usage: kmip SOCKET\n");
        return EXIT_FAILURE;
    }
    strcpy(address.sun_path, argv[1]);
    line = socket(AF_UNIX, SOCK_STREAM, 0);
    if (line < 0 || connect(line, (const struct sockaddr *)&address, sizeof address) != 0) {
        fprintf(stderr, "can't connect to %s\n", argv[1]);
        return EXIT_FAILURE;
    }
    if (source == NULL || fread(wrapping_secret, 1, sizeof wrapping_secret, source) != sizeof wrapping_secret) {
        fprintf(stderr, "no random bytes\n");
        return EXIT_FAILURE;
    }
    fclose(source);

    must("ask for versions", fg_kmip_write_discover_versions(&header, message, sizeof message, &message_bytes));
    exchange();
    must_be_granted("ask for versions", fg_kmip_read_version(message, message_bytes, &header.version, &refusal), &refusal);
    printf("KMIP %u.%u\n", (unsigned)header.version.major, (unsigned)header.version.minor);

    must("register", fg_kmip_write_register(&header, wrapping_name, wrapping_secret, sizeof wrapping_secret,
                                            FG_KMIP_USAGE_WRAPPING, message, sizeof message, &message_bytes));
    exchange();
    read_identifier("register", FG_KMIP_OPERATION_REGISTER, &wrapping);
    activate(&header, &wrapping);
    must("create", fg_kmip_write_create(&header, name, FG_KMIP_USAGE_FIELDS, message, sizeof message, &message_bytes));
    exchange();
    read_identifier("create", FG_KMIP_OPERATION_CREATE, &key);
    activate(&header, &key);

    must("locate", fg_kmip_write_locate(&header, name, 2, message, sizeof message, &message_bytes));
    exchange();
    {
        identifier found;
        must_be_granted("locate",
                        fg_kmip_read_located(message, message_bytes, 0, found.text, sizeof found.text,
                                             &found.length_bytes, &refusal),
                        &refusal);
        if (found.length_bytes != key.length_bytes || memcmp(found.text, key.text, key.length_bytes) != 0) {
            fprintf(stderr, "found another key\n");
            return EXIT_FAILURE;
        }
    }

    seal_expire_open(&header, &key, &wrapping, wrapping_secret);
    destroy(&header, &key);
    destroy(&header, &wrapping);

    /* What is gone can't be had. */
    must("get", fg_kmip_write_get(&header, named(&key), message, sizeof message, &message_bytes));
    exchange();
    {
        uint8_t secret[FG_ROOT_KEY_BYTES];
        size_t secret_bytes;
        fg_status status = fg_kmip_read_key(message, message_bytes, secret, sizeof secret, &secret_bytes, &refusal);
        printf("after destroying: %s, KMIP reason %u\n", fg_status_text(status), (unsigned)refusal.result_reason);
        if (status != FG_STATUS_KMIP_REFUSED) {
            return EXIT_FAILURE;
        }
    }
    must("wipe", fg_wipe(wrapping_secret, sizeof wrapping_secret));
    close(line);
    return EXIT_SUCCESS;
}
