/* What core seals today it must seal for ever: the C tests and the Rust tests compare with the same values. */
#ifndef KNOWN_ANSWERS_H
#define KNOWN_ANSWERS_H

/* A root key of 32 bytes 01; tenant demo, partition films, object film, field director, text, epoch 0. */
#define KNOWN_PLAINTEXT "Agnes Varda"
#define KNOWN_EQUAL "fg1.EvlarsOfsops4X_kFd0H85LyF4qbk02qK1ho1h0ip3DU."
/* The nonce is 12 bytes 05. */
#define KNOWN_RANDOM "fg1.EflarsNfBQUFBQUFBQUFBQUFSdy6CLN31SpgvK_FNFQCgKzQUZ89d0uUQ5HeJjhiFtJ6YZCPHeAo9MFaaA."

#endif
