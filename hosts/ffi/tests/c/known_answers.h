/* What core seals today it must seal for ever: the C tests and the Rust tests compare with the same values. */
#ifndef KNOWN_ANSWERS_H
#define KNOWN_ANSWERS_H

/* A root key of 32 bytes 01; tenant demo, partition films, object film, field director, text, epoch 0. */
#define KNOWN_PLAINTEXT "Agnes Varda"
#define KNOWN_EQUAL "fg1.EvlarsOfsops4X_kFd0H85LyF4qbk02qK1ho1h0ip3DU."
/* The nonce is 12 bytes 05. */
#define KNOWN_RANDOM "fg1.EflarsNfBQUFBQUFBQUFBQUFSdy6CLN31SpgvK_FNFQCgKzQUZ89d0uUQ5HeJjhiFtJ6YZCPHeAo9MFaaA."
/* Scheme blind with 80 bits. */
#define KNOWN_BLIND "x0405922904351858179801474"
/* Scheme words, language en, of agnes and varda, padded to 4. */
#define KNOWN_WORDS "x0247509536190336830355779 x0675597521116623032890602 x0905093033286599069841199 x1197322005421180825841864"
/* Scheme order, d8w16, of 1955 in four bytes; in hexadecimal. */
#define KNOWN_ORDER "75344ee11be04984"
/* Scheme format, card, of 4111 1111 1111 1111, without a tweak. */
#define KNOWN_CARD "8035 6031 6067 2179"

#endif
