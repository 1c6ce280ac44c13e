/**
 * Who may do what. Screens and people show a signed token (JWT), which {@link dev.nocturne.auth.Authenticator} turns into
 * an {@link dev.nocturne.auth.Access}; programs that send alerts show a random one, which
 * {@link dev.nocturne.auth.Senders} knows by its hash. Failures never hold parts of a token.
 */
@NullMarked
package dev.nocturne.auth;

import org.jspecify.annotations.NullMarked;
